export const id = 844;
export const ids = [844];
export const modules = {

/***/ 86844:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   matchPattern: () => (/* binding */ matchPattern)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _actions_glob__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(42377);
/* harmony import */ var _core_files_file_error_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(93170);
/* harmony import */ var _core_selection_patterns_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6503);
/* harmony import */ var _core_files_selected_file_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(24029);
/*
 * Owns @actions/glob: one pattern in, the files that it matches out, with nothing dropped in silence. The library
 * leaves out broken links and names that are not UTF-8; here they come back as matches or as errors.
 * Must not decide what is a pattern, nor look at the files.
 */






/**
 * matchPattern returns what an absolute pattern matches, less what the exclusions (absolute patterns) match. Throws
 * E_FILE_NAME for a name on the way that is not UTF-8, E_FILE_LOOP, E_FILE_PERMISSION, E_FILE_READ.
 */
async function matchPattern(pattern, exclusions) {
    const search = withExclusions(pattern, exclusions);
    try {
        const files = await findFiles(pattern, exclusions);
        const directories = files.length === 0 && (await find(search, { matchDirectories: true })).length > 0;
        return { files, directories };
    }
    catch (error) {
        const place = (0,_core_files_file_error_js__WEBPACK_IMPORTED_MODULE_3__/* .errorPath */ .Q2)(error) ?? pattern;
        (0,_core_files_selected_file_js__WEBPACK_IMPORTED_MODULE_5__/* .refuseName */ .uT)(place);
        throw (0,_core_files_file_error_js__WEBPACK_IMPORTED_MODULE_3__/* .fileError */ .zS)(error, place);
    }
}
async function findFiles(pattern, exclusions) {
    const search = withExclusions(pattern, exclusions);
    try {
        return await find(search, { omitBrokenSymbolicLinks: false });
    }
    catch (error) {
        // Without a system error behind it, the walk met a broken link, which need not be one that the pattern matches.
        if ((0,_core_files_file_error_js__WEBPACK_IMPORTED_MODULE_3__/* .errorNumberName */ .VX)(error) !== '')
            throw error;
        return [...(await find(search)), ...(await findBrokenLinks(pattern, exclusions))].toSorted();
    }
}
/** findBrokenLinks walks without following links; only a link on the literal part of the pattern is followed first. */
async function findBrokenLinks(pattern, exclusions) {
    const [start = pattern] = (await (0,_actions_glob__WEBPACK_IMPORTED_MODULE_2__/* .create */ .v)(pattern)).getSearchPaths();
    if (await isBroken(start))
        return [start];
    const realStart = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.realpath)(start);
    const variablePart = segments(pattern).slice(segments(start).length);
    const links = await find([(0,_core_selection_patterns_js__WEBPACK_IMPORTED_MODULE_4__/* .escapePattern */ .MP)(realStart), ...variablePart].join((node_path__WEBPACK_IMPORTED_MODULE_1___default().sep)), { followSymbolicLinks: false });
    const broken = [];
    for (const link of links) {
        const named = node_path__WEBPACK_IMPORTED_MODULE_1___default().join(start, node_path__WEBPACK_IMPORTED_MODULE_1___default().relative(realStart, link));
        const search = withExclusions((0,_core_selection_patterns_js__WEBPACK_IMPORTED_MODULE_4__/* .escapePattern */ .MP)(named), exclusions);
        if ((await isBroken(link)) && (await find(search, { followSymbolicLinks: false })).length > 0)
            broken.push(named);
    }
    return broken;
}
function find(search, options = {}) {
    const ours = { implicitDescendants: false, matchDirectories: false, ...options };
    return (0,_actions_glob__WEBPACK_IMPORTED_MODULE_2__/* .create */ .v)(search, ours).then((globber) => globber.glob());
}
function withExclusions(pattern, exclusions) {
    return [pattern, ...exclusions.map((exclusion) => `!${exclusion}`)].join('\n');
}
function segments(text) {
    return text.split((node_path__WEBPACK_IMPORTED_MODULE_1___default().sep)).filter((segment) => segment !== '');
}
async function isBroken(file) {
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(file);
        return false;
    }
    catch (error) {
        if ((0,_core_files_file_error_js__WEBPACK_IMPORTED_MODULE_3__/* .isMissing */ .b2)(error))
            return true;
        throw error;
    }
}


/***/ })

};
