using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Translation;

[TestClass]
public sealed class SpoiledImageTests
{
    private const int Pixels = PicturePairs.Height * PicturePairs.Width;

    private readonly MLContext _ml = new(seed: 1);

    private static TrainingOptions Learning => new()
    {
        Epochs = 12,
        BatchSize = 8,
        LearningRate = 0.01,
        Schedule = new CosineSchedule(),
        ValidationFraction = 0.25,
    };

    [TestMethod]
    public void Small_pictures_become_larger_better_than_by_bicubic_interpolation()
    {
        using var model = _ml.Transforms.SuperResolveImage("Made", "Picture", new SuperResolveImageOptions
        {
            Generator = new ResidualGenerator { Blocks = 1, Filters = 12 },
            Training = Learning,
        }).Fit(PicturePairs.View(_ml, 100));
        Better(model, "bicubic interpolation");
        Assert.AreEqual(2, model.Scale);
        var made = model.Transform(PicturePairs.Even(_ml, 6, 5));
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 1, 12, 10), made.Schema["Made"].Type);
        Assert.HasCount(120, made.GetColumn<float[]>("Made").First());
        var sheet = model.Preview(PicturePairs.View(_ml), 2);
        Assert.AreEqual((1 + (3 * 13), 1 + (2 * 11)), (sheet.Width, sheet.Height));
        Assert.AreEqual(sheet[1, 1], sheet[2, 2], "a small pixel is a square of four");
    }

    [TestMethod]
    public void Holes_are_filled_better_than_by_the_mean_and_all_else_comes_back_bit_for_bit()
    {
        using var model = _ml.Transforms.InpaintImage("Made", "Picture", "Mask", new InpaintImageOptions
        {
            Generator = new UNetGenerator { Depth = 1, Filters = 8 },
            Training = Learning,
        }).Fit(MaskedPictures.View(_ml, 120));
        Better(model, "the mean picture", "the mean around");
        var rows = MaskedPictures.Rows(9, seed: 2);
        var made = model.Transform(_ml.Data.LoadFromEnumerable(rows)).GetColumn<float[]>("Made").ToArray();
        var changed = 0;
        for (var row = 0; row < rows.Length; row++)
            for (var p = 0; p < Pixels; p++)
                if (rows[row].Mask[p] == 0)
                    Assert.AreEqual(rows[row].Picture[p], made[row][p], $"row {row}, pixel {p}");
                else if (rows[row].Picture[p] != made[row][p])
                    changed++;
        Assert.IsGreaterThan(40, changed, "48 pixels are holes");
    }

    [TestMethod]
    public void Where_nothing_of_a_picture_is_known_the_mean_picture_comes_out()
    {
        var learned = MaskedPictures.Rows(27);
        using var model = _ml.Transforms.InpaintImage("Made", "Picture", "Mask", InpaintImageWorkout.Small)
            .Fit(_ml.Data.LoadFromEnumerable(learned));
        var rows = MaskedPictures.Rows(2, seed: 5);
        rows[0].Mask = [.. Enumerable.Repeat(1f, Pixels)];
        var made = model.Transform(_ml.Data.LoadFromEnumerable(rows)).GetColumn<float[]>("Made").ToArray();
        for (var p = 0; p < Pixels; p++)
            Assert.AreEqual(learned.Average(row => row.Picture[p]), made[0][p], 1e-5, $"pixel {p}");
        CollectionAssert.AreEqual(rows[1].Picture, made[1], "and the other has no hole");
        foreach (var row in learned)
            row.Mask = [.. Enumerable.Repeat(1f, Pixels)];
        var nothing = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.InpaintImage(
            "Made", "Picture", "Mask", InpaintImageWorkout.Small).Fit(_ml.Data.LoadFromEnumerable(learned)));
        StringAssert.Contains(nothing.Message, "Every pixel of every training row of column 'Picture' is missing, as column 'Mask' says");
        var one = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.InpaintImage(
            "Made", "Mask", null, InpaintImageWorkout.Small with { HoleColor = [1] }).Fit(_ml.Data.LoadFromEnumerable(learned)));
        StringAssert.Contains(one.Message, "Every pixel of every training row of column 'Mask' is missing; there is nothing");
    }

    [TestMethod]
    public void Numbers_that_are_no_pixels_are_an_error_when_scored_by_column_row_and_slot()
    {
        using var model = _ml.Transforms.InpaintImage("Made", "Picture", "Mask", InpaintImageWorkout.Small).Fit(MaskedPictures.View(_ml));
        var rows = MaskedPictures.Rows(5);
        rows[3].Picture[7] = 1.5f;
        Refuses(rows, "Column 'Picture' holds 1.5 in row 3, slot 7 (counted from 0); numbers of pixels must be in [0, 1]");
        rows = MaskedPictures.Rows(5);
        rows[2].Mask[9] = 255;
        Refuses(rows, "Column 'Mask' holds 255 in row 2, slot 9");
        using var engine = _ml.Model.CreatePredictionEngine<MaskedPictures.MaskedPicture, Made>(model);
        rows[0].Picture = [.. Enumerable.Repeat(-0.25f, Pixels)];
        var single = Assert.ThrowsExactly<InvalidOperationException>(() => engine.Predict(rows[0]));
        StringAssert.Contains(single.Message, "holds -0.25");
        StringAssert.Contains(single.Message, "ExtractPixels has scaleImage");

        void Refuses(MaskedPictures.MaskedPicture[] pictures, string fault) => StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => model.Transform(_ml.Data.LoadFromEnumerable(pictures)).GetColumn<float[]>("Made").Count()).Message, fault);
    }

    [TestMethod]
    public void Images_whose_holes_are_marked_by_a_colour_keep_their_bytes_elsewhere()
    {
        using var model = _ml.Transforms.InpaintImage("Made", "Picture", null, InpaintImageWorkout.Small with { HoleColor = [0, 0, 1] })
            .Fit(PicturePairs.Images(_ml));
        var given = PicturePairs.Rows(1)[0];
        using var image = given.ToImage(given.Picture);
        var bytes = image.Pixels.ToArray();
        for (var p = 20; p < 40; p++)
            (bytes[4 * p], bytes[(4 * p) + 1], bytes[(4 * p) + 2]) = (0, 0, 255);
        using var holed = MLImage.CreateFromPixels(PicturePairs.Width, PicturePairs.Height, MLPixelFormat.Rgba32, bytes);
        var view = model.Transform(_ml.Data.LoadFromEnumerable([new PicturePairs.ImagePair { Picture = holed }]));
        using var cursor = view.GetRowCursor(view.Schema);
        var getter = cursor.GetGetter<MLImage>(view.Schema["Made"]);
        Assert.IsTrue(cursor.MoveNext());
        MLImage? made = null;
        getter(ref made!);
        var pixels = made.Pixels.ToArray();
        made.Dispose();
        for (var i = 0; i < bytes.Length; i++)
            if (i / 4 is < 20 or >= 40)
                Assert.AreEqual(bytes[i], pixels[i], $"byte {i}");
        Assert.IsFalse(pixels.AsSpan(80, 80).SequenceEqual(bytes.AsSpan(80, 80)), "the hole is filled");
    }

    [TestMethod]
    public void Grey_pictures_get_colours_and_may_be_given_as_one_plane()
    {
        using var model = _ml.Transforms.ColorizeImage("Made", "Colours", new ColorizeImageOptions
        {
            Generator = new UNetGenerator { Depth = 1, Filters = 8 },
            Training = Learning,
        }).Fit(MaskedPictures.View(_ml, 100));
        Better(model, "grey");
        var row = MaskedPictures.Rows(1, seed: 3)[0];
        var grey = Enumerable.Range(0, Pixels).Select(
            p => (0.3f * row.Colours[p]) + (0.59f * row.Colours[Pixels + p]) + (0.11f * row.Colours[(2 * Pixels) + p])).ToArray();
        var coloured = model.Transform(_ml.Data.LoadFromEnumerable([row])).GetColumn<float[]>("Made").Single();
        var fromGrey = model.Transform(_ml.Data.LoadFromEnumerable([new GreyPicture { Colours = grey }]))
            .GetColumn<float[]>("Made").Single();
        for (var i = 0; i < coloured.Length; i++)
            Assert.AreEqual(coloured[i], fromGrey[i], 1e-5);
        Assert.AreEqual(1 + (3 * 13), model.Preview(MaskedPictures.View(_ml), 2).Width);
    }

    [TestMethod]
    public void Marks_are_taken_off_better_than_by_doing_nothing_or_a_median()
    {
        using var model = _ml.Transforms.CleanImage("Made", "Picture", new CleanImageOptions
        {
            Generator = new UNetGenerator { Depth = 1, Filters = 8, Normalization = ImageNormalization.None },
            Training = Learning,
        }).Fit(PicturePairs.View(_ml, 120));
        foreach (var comparison in model.TrainingHistory.Comparisons) // pixels under the mark weigh more than others, so not by L1
            Assert.AreEqual(ComparisonVerdict.Better, comparison.Verdict, comparison.ToString());
    }

    [TestMethod]
    public void Pairs_serve_in_place_of_spoiling()
    {
        using var model = _ml.Transforms.CleanImage("Made", "Picture", new CleanImageOptions
        {
            Generator = new ResidualGenerator { Blocks = 1, Filters = 8 },
            Corruptions = [],
            TargetColumnName = "Target",
            Training = Learning,
        }).Fit(PicturePairs.View(_ml, 60));
        Better(model, "the input as it is", "the mean target");
    }

    [TestMethod]
    public void Options_and_pictures_that_do_not_fit_are_refused_in_words()
    {
        Refused(
            () => _ml.Transforms.SuperResolveImage("Made", "Picture", 17), "Factor is 17; it must be in [2, 16].");
        Refused(
            () => _ml.Transforms.SuperResolveImage("Made", "Picture", new SuperResolveImageOptions { Factor = 4, CropSize = 6 }),
            "CropSize is 6; it must be a multiple of Factor, 4.");
        Refused(
            () => _ml.Transforms.SuperResolveImage("Made", "Picture", 4).Fit(PicturePairs.View(_ml)),
            "Column 'Picture' holds pictures of 12x10 pixels, which are made 4 times smaller to learn from: sides must be multiples of 4. "
            + "The nearest sizes are 12x8 and 12x12");
        Refused(() => _ml.Transforms.InpaintImage("Made", "Picture", null), "Nothing says what is missing");
        Refused(
            () => _ml.Transforms.InpaintImage("Made", "Picture", "Mask", new InpaintImageOptions { HoleColor = [0] }),
            "Both the column of masks 'Mask' and HoleColor say what is missing");
        Refused(
            () => _ml.Transforms.InpaintImage("Made", "Picture", null, new InpaintImageOptions { HoleColor = [0, 2] }),
            "HoleColor[1] is 2; it must be in [0, 1].");
        Refused(
            () => _ml.Transforms.InpaintImage("Made", "Picture", null, new InpaintImageOptions { HoleColor = [0, 1] })
                .Fit(PicturePairs.View(_ml)), "HoleColor has 2 numbers; it must have 1");
        Refused(
            () => _ml.Transforms.InpaintImage("Made", "Picture", "Mask", new InpaintImageOptions
            {
                Holes = new HoleShapes { SmallestSide = 0.6, StrokeShare = 2, Strokes = 0, StrokeWidth = 0 },
            }),
            "Holes.SmallestSide is 0.6; it must be at most LargestSide, 0.5.", "Holes.StrokeShare is 2", "Holes.Strokes is 0",
            "Holes.StrokeWidth is 0");
        Refused(
            () => _ml.Transforms.ColorizeImage("Made", "Picture").Fit(PicturePairs.View(_ml)),
            "Column 'Picture' holds 12x10 pixels of 1 channel; colours are learned from pictures of 3 channels");
        Refused(
            () => _ml.Transforms.CleanImage("Made", "Picture", new CleanImageOptions { Corruptions = [], MarkWeight = -1 }),
            "Corruptions is an empty list", "MarkWeight is -1");
        Refused(
            () => _ml.Transforms.CleanImage("Made", "Picture", new CleanImageOptions
            {
                Corruptions =
                [
                    new OverlayCorruption { Share = 0, Strokes = 0, SmallestOpacity = 0.9, LargestBrightness = 2 },
                    new PatchCorruption { LargestSide = 1.5 }, new BlurCorruption { LargestDeviation = 50 },
                    new NoiseCorruption { StandardDeviation = 0 }, null!,
                ],
            }),
            "Corruptions[0] (overlay).Share is 0", "Corruptions[0] (overlay).Strokes is 0",
            "Corruptions[0] (overlay).SmallestOpacity is 0.9; it must be at most LargestOpacity, 0.6.",
            "Corruptions[0] (overlay).LargestBrightness is 2", "Corruptions[1] (patch).LargestSide is 1.5",
            "Corruptions[2] (blur).LargestDeviation is 50", "Corruptions[3] (noise).StandardDeviation is 0", "Corruptions[4] is null");
    }

    [TestMethod]
    public void A_mask_of_another_size_is_refused_by_name()
    {
        var data = _ml.Data.LoadFromEnumerable([new OddMask()]);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Transforms.InpaintImage("Made", "Picture", "Mask", InpaintImageWorkout.Small).Fit(data));
        StringAssert.Contains(error.Message, "Schema mismatch for mask column 'Mask'");
        StringAssert.Contains(error.Message, "10, 12");
    }

    private static void Better(ImageTranslationTransformer model, params string[] methods)
    {
        var history = model.TrainingHistory;
        Assert.IsTrue(history.Baseline!.IsBeaten, history.ToString());
        foreach (var method in methods)
            Assert.AreEqual(
                ComparisonVerdict.Better, history.Comparisons.Single(c => c.Method == method && c.Measure == "PSNR").Verdict,
                history.ToString());
    }

    private static void Refused(Action action, params string[] says)
    {
        var message = Assert.ThrowsExactly<ArgumentException>(action).Message;
        foreach (var part in says)
            StringAssert.Contains(message, part);
    }

    private sealed class GreyPicture
    {
        [VectorType(1, PicturePairs.Height, PicturePairs.Width)]
        public float[] Colours { get; set; } = [];
    }

    private sealed class OddMask
    {
        [VectorType(1, PicturePairs.Height, PicturePairs.Width)]
        public float[] Picture { get; set; } = new float[Pixels];

        [VectorType(1, 4, 4)]
        public float[] Mask { get; set; } = new float[16];
    }

    private sealed class Made
    {
        [ColumnName("Made")]
        public VBuffer<float> Picture { get; set; }
    }
}
