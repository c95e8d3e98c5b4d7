using System.Xml.Linq;
using DeepML.Data;
using Microsoft.ML.Data;
using SkiaSharp;

namespace DeepML.Reports.Tests.Pages;

/// <summary>Pictures inside pages, read back.</summary>
[TestClass]
public sealed class SheetTests
{
    [TestMethod]
    public void A_grey_picture_is_grey_and_a_coloured_one_has_its_colours()
    {
        using var grey = SKBitmap.Decode(Sheet.Png(new Picture(2, 1, 1, [0, 0.5f])));
        Assert.AreEqual((2, 1), (grey.Width, grey.Height));
        Assert.AreEqual(new SKColor(0, 0, 0), grey.GetPixel(0, 0));
        Assert.AreEqual(new SKColor(128, 128, 128), grey.GetPixel(1, 0));
        using var colour = SKBitmap.Decode(Sheet.Png(new Picture(1, 1, 3, [1, 0.2f, 0])));
        Assert.AreEqual(new SKColor(255, 51, 0), colour.GetPixel(0, 0));
    }

    [TestMethod]
    public void What_lies_outside_of_0_and_1_is_black_or_white()
    {
        using var bitmap = SKBitmap.Decode(Sheet.Png(new Picture(2, 1, 1, [-3, 7])));
        Assert.AreEqual(new SKColor(0, 0, 0), bitmap.GetPixel(0, 0));
        Assert.AreEqual(new SKColor(255, 255, 255), bitmap.GetPixel(1, 0));
    }

    [TestMethod]
    [DataRow(8, 64)]
    [DataRow(200, 800)]
    [DataRow(2000, 2000)]
    public void Small_pictures_are_shown_larger_by_whole_pixels(int width, int shown)
    {
        var element = Sheet.Of(new Picture(width, 1, 1, new float[width]), "words");
        Assert.AreEqual($"{shown}", (string?)element.Attribute("width"));
        Assert.AreEqual($"{shown / width}", (string?)element.Attribute("height"));
        Assert.AreEqual("words", (string?)element.Attribute("alt"));
    }

    [TestMethod]
    [DataRow(MLPixelFormat.Bgra32)]
    [DataRow(MLPixelFormat.Rgba32)]
    public void Pictures_of_ML_NET_keep_the_order_of_their_channels(MLPixelFormat format)
    {
        byte[] pixel = format == MLPixelFormat.Bgra32 ? [10, 20, 30, 255] : [30, 20, 10, 255];
        using var image = MLImage.CreateFromPixels(1, 1, format, pixel);
        var element = Sheet.Of(image);
        using var bitmap = Decode(element);
        Assert.AreEqual(new SKColor(30, 20, 10), bitmap.GetPixel(0, 0));
        Assert.AreEqual("picture of 1 x 1 pixels", (string?)element.Attribute("alt"));
    }

    [TestMethod]
    public void Rows_are_stretched_by_the_first_line_and_the_others_alike()
    {
        // [-1, 3] becomes [0, 1]; what the second line has beyond is cut off.
        var sheet = NumberRows.Sheet([[[-1f, 3]], [[1f, 5]]], new ImageFormat(1, 1, 2));
        using var bitmap = SKBitmap.Decode(Sheet.Png(sheet));
        var levels = Enumerable.Range(0, bitmap.Height)
            .SelectMany(y => Enumerable.Range(0, bitmap.Width).Select(x => (int)bitmap.GetPixel(x, y).Red)).ToArray();
        CollectionAssert.Contains(levels, 0);
        CollectionAssert.Contains(levels, 128);
        CollectionAssert.Contains(levels, 255);
        var within = NumberRows.Sheet([[[0.25f, 0.5f]]], new ImageFormat(1, 1, 2));
        CollectionAssert.IsSubsetOf(new[] { 0.25f, 0.5f }, within.Values.ToArray(), "numbers in [0, 1] stay as they are");
        CollectionAssert.DoesNotContain(NumberRows.Sheet([[[7f, 7]]], new ImageFormat(1, 1, 2)).Values.ToArray(), float.NaN);
    }

    private static SKBitmap Decode(XElement element) =>
        SKBitmap.Decode(Convert.FromBase64String(((string)element.Attribute("src")!)["data:image/png;base64,".Length..]));
}
