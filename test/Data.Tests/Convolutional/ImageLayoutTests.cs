using Microsoft.ML.Data;

namespace DeepML.Data.Tests;

/// <summary>Vectors of pictures whose numbers lie in the other order than they would be read in.</summary>
[TestClass]
public sealed class ImageLayoutTests
{
    private static readonly ImageFormat Open = new(0, 0, 0);

    [TestMethod]
    [DataRow(new[] { 28, 28, 3 }, false, true, DisplayName = "pixels, read as planes")]
    [DataRow(new[] { 28, 28, 1 }, false, true)]
    [DataRow(new[] { 5, 5, 4 }, false, true, DisplayName = "the smallest sides that can be told")]
    [DataRow(new[] { 4, 5, 3 }, false, false, DisplayName = "a side that may be channels")]
    [DataRow(new[] { 28, 28, 2 }, false, false, DisplayName = "no picture has two channels")]
    [DataRow(new[] { 3, 28, 28 }, false, false)]
    [DataRow(new[] { 3, 28, 28 }, true, true, DisplayName = "planes, read as pixels")]
    [DataRow(new[] { 3, 28, 4 }, true, false)]
    [DataRow(new[] { 28, 28, 3 }, true, false)]
    public void Without_a_number_of_channels_the_looks_decide(int[] dimensions, bool channelsLast, bool refused) =>
        Assert.AreEqual(refused, Refuses(dimensions, Open with { ChannelsLast = channelsLast }, Sized(dimensions, channelsLast)));

    [TestMethod]
    [DataRow(new[] { 6, 8, 3 }, 3, 6, 8, false, true)]
    [DataRow(new[] { 3, 6, 8 }, 3, 6, 8, false, false)]
    [DataRow(new[] { 3, 3, 3 }, 3, 3, 3, false, false, DisplayName = "both orders have these dimensions")]
    [DataRow(new[] { 6, 8, 1 }, 1, 6, 8, false, false, DisplayName = "a single channel lies alike in both")]
    [DataRow(new[] { 3, 6, 8 }, 3, 6, 8, true, true)]
    [DataRow(new[] { 6, 8, 3 }, 3, 6, 8, true, false)]
    public void With_a_number_of_channels_the_sizes_decide(
        int[] dimensions, int channels, int height, int width, bool channelsLast, bool refused)
    {
        var format = new ImageFormat(channels, height, width, channelsLast);
        Assert.AreEqual(refused, Refuses(dimensions, format, format));
    }

    [TestMethod]
    public void The_refusal_says_what_to_change()
    {
        var type = new VectorDataViewType(NumberDataViewType.Single, 28, 28, 3);
        var sized = new ImageFormat(28, 28, 3);
        var open = Assert.ThrowsExactly<ArgumentException>(() => ImageLayout.Check(type, "Pixels", Open, sized)).Message;
        StringAssert.Contains(open, "Column 'Pixels'");
        StringAssert.Contains(open, "looks like (height, width, channels), but is read as (channels, height, width). Set ChannelsLast");
        StringAssert.Contains(open, "if it is right as it is, give Channels");
        var format = new ImageFormat(28, 28, 3, ChannelsLast: true);
        var last = Assert.ThrowsExactly<ArgumentException>(() => ImageLayout.Check(type, "Pixels", format, format)).Message;
        StringAssert.Contains(last, "Leave ChannelsLast out.");
        Assert.IsFalse(last.Contains("give Channels", StringComparison.Ordinal), "they are given");
    }

    [TestMethod]
    public void A_format_tells_its_size_with_what_is_open()
    {
        Assert.AreEqual("8x6 pixels of 3 channels", new ImageFormat(3, 6, 8).ToString());
        Assert.AreEqual("?x6 pixels of 1 channel", new ImageFormat(1, 6, 0).ToString());
        Assert.IsFalse(new ImageFormat(1, 6, 0).IsKnown);
        Assert.AreEqual(144, new ImageFormat(3, 6, 8).Count);
        Assert.ThrowsExactly<OverflowException>(() => new ImageFormat(4, 30_000, 30_000).Count);
    }

    private static ImageFormat Sized(int[] d, bool channelsLast) =>
        channelsLast ? new ImageFormat(d[2], d[0], d[1], true) : new ImageFormat(d[0], d[1], d[2]);

    private static bool Refuses(int[] dimensions, ImageFormat given, ImageFormat sized)
    {
        try
        {
            ImageLayout.Check(new VectorDataViewType(NumberDataViewType.Single, dimensions), "Pixels", given, sized);
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
