namespace DeepML.Data.Tests;

[TestClass]
public sealed class PixelPlanesTests
{
    [TestMethod]
    public void Channels_side_by_side_become_planes()
    {
        var planes = new float[6];
        PixelPlanes.Separate([1, 10, 2, 20, 3, 30], planes, 2);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 10, 20, 30 }, planes);
        PixelPlanes.Separate([1, 2, 3, 4, 5, 6], planes, 3);
        CollectionAssert.AreEqual(new float[] { 1, 4, 2, 5, 3, 6 }, planes);
        PixelPlanes.Separate([1, 2, 3, 4, 5, 6], planes, 1);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 5, 6 }, planes);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Bytes_of_a_picture_become_planes_of_red_green_and_blue(bool blueFirst)
    {
        byte[] pixels = blueFirst ? [0, 51, 255, 9, 102, 153, 204, 9] : [255, 51, 0, 9, 204, 153, 102, 9]; // the fourth is how opaque
        var planes = new float[6];
        PixelPlanes.FromBytes(pixels, blueFirst, planes, 3);
        CollectionAssert.AreEqual(new[] { 1f, 0.8f, 0.2f, 0.6f, 0f, 0.4f }, Array.ConvertAll(planes, x => MathF.Round(x, 6)));
    }

    [TestMethod]
    public void A_grey_picture_weighs_the_colours_as_the_eye_does()
    {
        byte[] pixels = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255];
        var (plane, swapped) = (new float[4], new float[4]);
        PixelPlanes.FromBytes(pixels, blueFirst: false, plane, 1);
        CollectionAssert.AreEqual(new[] { 0.3f, 0.59f, 0.11f, 1f }, Array.ConvertAll(plane, x => MathF.Round(x, 6)));
        PixelPlanes.FromBytes(pixels, blueFirst: true, swapped, 1);
        CollectionAssert.AreEqual(new[] { 0.11f, 0.59f, 0.3f, 1f }, Array.ConvertAll(swapped, x => MathF.Round(x, 6)));
    }
}
