export const id = 615;
export const ids = [615];
export const modules = {

/***/ 45615:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findArtifact: () => (/* binding */ findArtifact)
/* harmony export */ });
/* harmony import */ var _node_modules_actions_artifact_lib_internal_find_get_artifact_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6580);
/* harmony import */ var _node_modules_actions_artifact_lib_internal_shared_config_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(48893);
/* harmony import */ var _node_modules_actions_artifact_lib_internal_shared_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2320);
/*
 * Owns the one call of @actions/artifact that a run makes while its files are still being read, by the library's own files: its
 * door loads the storage client besides, 3 MB of text that is for the upload only. Must be loaded where it is used, no sooner.
 */



/** findArtifact returns the newest of this run's artifacts of that name; throws the library's errors, as its client does. */
async function findArtifact(name) {
    if ((0,_node_modules_actions_artifact_lib_internal_shared_config_js__WEBPACK_IMPORTED_MODULE_1__/* .isGhes */ .aT)())
        throw new _node_modules_actions_artifact_lib_internal_shared_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .GHESNotSupportedError */ .jK();
    const { artifact } = await (0,_node_modules_actions_artifact_lib_internal_find_get_artifact_js__WEBPACK_IMPORTED_MODULE_0__/* .getArtifactInternal */ .I)(name);
    return artifact;
}


/***/ })

};
