using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Pictures;

/// <summary>A network that calls a pixel class 1 where it is brighter than 0.5, and class 0 elsewhere.</summary>
[TestClass]
public sealed class SegmentImageTransformerTests
{
    private const int Height = 3, Width = 4;

    private static readonly ImageFormat Format = new(1, Height, Width);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Every_pixel_has_the_key_of_its_class_and_a_row_without_a_picture_none()
    {
        using var model = Model(SegmentationAnswer.Classes);
        Assert.AreEqual(2, model.ClassCount);
        var rows = Pictures(3);
        rows[1].Picture[5] = float.NaN;
        var view = model.Transform(View(rows));
        var type = (VectorDataViewType)view.Schema["Classes"].Type;
        CollectionAssert.AreEqual(new[] { Height, Width }, type.Dimensions.ToArray());
        Assert.AreEqual(2UL, ((KeyDataViewType)type.ItemType).Count);
        var keys = Cells.Read(view, view.Schema["Classes"]);
        for (var row = 0; row < 3; row++)
            CollectionAssert.AreEqual(
                rows[row].Picture.Select(level => row == 1 ? 0f : level > 0.5f ? 2 : 1).ToArray(), keys[row], $"row {row}");
    }

    [TestMethod]
    public void Painted_classes_have_their_colours()
    {
        using var model = Model(SegmentationAnswer.Colors);
        var rows = Pictures(2);
        var view = model.Transform(View(rows));
        CollectionAssert.AreEqual(new[] { 3, Height, Width }, ((VectorDataViewType)view.Schema["Classes"].Type).Dimensions.ToArray());
        var painted = Cells.Read(view, view.Schema["Classes"]);
        for (var row = 0; row < 2; row++)
            for (var i = 0; i < 3 * Height * Width; i++)
                Assert.AreEqual(
                    ClassColors.Of(rows[row].Picture[i % (Height * Width)] > 0.5f ? 1 : 0)[i / (Height * Width)], painted[row][i]);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(0)]
    public void What_was_found_is_counted_against_the_masks_without_unknown_and_ignored_pixels(int? ignored)
    {
        using var model = Model(SegmentationAnswer.Classes, ignored);
        var (rows, random) = (Pictures(70), new Random(5));
        var counts = new long[2, 2];
        foreach (var row in rows)
            for (var i = 0; i < row.Mask.Length; i++)
            {
                row.Mask[i] = random.Next(-1, 2); // -1 is unknown
                if (row.Mask[i] >= 0 && row.Mask[i] != ignored)
                    counts[(int)row.Mask[i], row.Picture[i] > 0.5f ? 1 : 0]++;
            }
        var found = model.Evaluate(View(rows));
        Assert.AreEqual(70, found.PictureCount);
        Assert.AreEqual((counts[0, 0] + counts[1, 1]) / (double)counts.Cast<long>().Sum(), found.PixelAccuracy, 1e-12);
        for (var c = 0; c < 2; c++)
        {
            var union = counts[c, 0] + counts[c, 1] + counts[1 - c, c];
            Assert.AreEqual(counts[c, c] / (double)union, found.ClassIntersectionOverUnion[c], 1e-12, $"class {c}");
        }
    }

    [TestMethod]
    public void Masks_that_hold_no_class_are_refused_with_what_they_hold()
    {
        using var model = Model(SegmentationAnswer.Classes);
        foreach (var (level, said) in new[] { (2f, "holds 2;"), (0.5f, "holds 0.5;"), (float.NaN, "holds NaN;") })
        {
            var rows = Pictures(1);
            rows[0].Mask[3] = level;
            StringAssert.Contains(
                GermanNumbers.In(() => Assert.ThrowsExactly<InvalidOperationException>(() => model.Evaluate(View(rows))).Message),
                $"Column 'Mask' {said} classes are whole numbers in [0, 1].");
        }
        var unknown = Pictures(2);
        foreach (var row in unknown)
            Array.Fill(row.Mask, -1);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => model.Evaluate(View(unknown))).Message,
            "No pixel of a known class was found in column 'Mask'");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => model.Evaluate(_ml.Data.LoadFromEnumerable(new[] { new { Picture = 1f } }))).Message, "'Picture'");
    }

    [TestMethod]
    public void A_preview_shows_picture_answer_and_mask_side_by_side()
    {
        using var model = Model(SegmentationAnswer.Classes);
        var rows = Pictures(3);
        rows[0].Mask[0] = 1;
        var sheet = model.Preview(View(rows), count: 2);
        Assert.AreEqual((1 + (3 * (Width + 1)), 1 + (2 * (Height + 1)), 3), (sheet.Width, sheet.Height, sheet.ChannelCount));
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
            {
                var level = rows[0].Picture[(y * Width) + x];
                for (var channel = 0; channel < 3; channel++)
                {
                    Assert.AreEqual(level, sheet[1 + x, 1 + y, channel], 1e-6);
                    Assert.AreEqual(ClassColors.Of(level > 0.5f ? 1 : 0)[channel], sheet[1 + Width + 1 + x, 1 + y, channel]);
                    Assert.AreEqual(
                        ClassColors.Of((int)rows[0].Mask[(y * Width) + x])[channel], sheet[1 + (2 * (Width + 1)) + x, 1 + y, channel]);
                }
            }
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Preview(View(rows), 0));
        Assert.ThrowsExactly<InvalidOperationException>(() => model.Preview(View([])));
    }

    [TestMethod]
    public void A_description_that_does_not_fit_together_is_refused()
    {
        var sound = Description(SegmentationAnswer.Classes, null);
        sound.Check();
        Refused(sound with { Architecture = sound.Architecture with { Task = new SuperResolutionTask(2) } }, "does not tell classes");
        Refused(sound with { Architecture = sound.Architecture with { Task = new SegmentationTask(1) } }, "Task.Classes is 1");
        Refused(sound with { Architecture = sound.Architecture with { Channels = 3 } }, "the pictures of format and network differ");
        Refused(sound with { Architecture = sound.Architecture with { MeanHeight = 1 } }, "the rows of a mean picture that is not kept");
        Refused(sound with { Architecture = sound.Architecture with { MeanWidth = 1 } }, "the columns of a mean picture that is not kept");
        Refused(
            sound with { Architecture = sound.Architecture with { Task = new SegmentationTask(1 << 24) } },
            "the probabilities of a picture are 201326592");
        Refused(sound with { Columns = sound.Columns with { Target = null } }, "the mask column has no name");
        Refused(sound with { Columns = sound.Columns with { TileSize = -1 } }, "TileSize is -1");
        Refused(sound with { Answer = (SegmentationAnswer)9 }, "its answer is of no known kind");

        static void Refused(SegmentationDescription description, string said) =>
            StringAssert.Contains(Assert.ThrowsExactly<FormatException>(description.Check).Message, said);
    }

    private static SegmentationDescription Description(SegmentationAnswer answer, int? ignored) => new(
        new ImageTranslationColumns("Classes", "Picture", "Mask", null, Format, MakesImages: false, TileSize: 0, UnfitSizes.Pad), answer,
        ignored, new TranslationArchitecture(new SegmentationTask(2), new ResidualGenerator { Blocks = 0, Filters = 1 }, 1, 0, 0),
        new TrainingHistory());

    // The picture goes through the entry as it is and is the evidence for class 1; that for class 0 is 0.5.
    private SegmentImageTransformer Model(SegmentationAnswer answer, int? ignored = null)
    {
        var description = Description(answer, ignored);
        var network = new TranslationNetwork(description.Architecture);
        using (no_grad())
            foreach (var (name, weight) in network.named_parameters())
            {
                weight.zero_();
                using var scope = NewDisposeScope();
                if (name.EndsWith("weight", StringComparison.Ordinal) && name.Contains("enter", StringComparison.Ordinal))
                    weight[0, 0, 1, 1] = tensor(1f);
                if (name.EndsWith("weight", StringComparison.Ordinal) && name.Contains("answer", StringComparison.Ordinal))
                    weight[1, 0, 1, 1] = tensor(1f);
                if (name.EndsWith("bias", StringComparison.Ordinal) && name.Contains("answer", StringComparison.Ordinal))
                    weight[0] = tensor(0.5f);
            }
        network.eval();
        return new SegmentImageTransformer(_ml, description, network, CPU);
    }

    private static Row[] Pictures(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => new Row
        {
            Picture = [.. Enumerable.Range(0, Height * Width).Select(_ => (float)random.NextDouble())],
            Mask = new float[Height * Width],
        })];
    }

    private IDataView View(Row[] rows) => _ml.Data.LoadFromEnumerable(rows);

    private sealed class Row
    {
        [VectorType(1, Height, Width)]
        public float[] Picture { get; set; } = [];

        [VectorType(Height, Width)]
        public float[] Mask { get; set; } = [];
    }
}
