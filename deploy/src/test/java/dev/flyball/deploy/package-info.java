/** Tests of the chart, the plain manifest and the image's files. */
@org.jspecify.annotations.NullMarked
package dev.flyball.deploy;
