using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Translation;

[TestClass]
public sealed class TranslateImageBadInputTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Every_option_out_of_range_is_named_with_its_value_in_one_error()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.TranslateImage("Made", "Picture", "Target", new()
        {
            Height = -1,
            Width = -2,
            Channels = -3,
            TargetChannels = -4,
            WhenUnreadable = (UnreadablePictures)9,
            UnfitSizes = (UnfitSizes)9,
            Generator = new UNetGenerator { Depth = 0, Filters = 0, Dropout = 1, Normalization = (ImageNormalization)9 },
            Loss = (PixelLoss)9,
            PixelWeight = 0,
            Objective = new LeastSquaresObjective { LabelSmoothing = 0.7 },
            AdversarialWeight = 0,
            Discriminator = null,
            CropSize = 0,
            TileSize = -1,
            EpochSheets = " ",
            Base = (ImageBase)9,
            Perceptual = null,
        }));
        foreach (var fault in new[]
        {
            "Height is -1", "Width is -2", "Channels is -3", "TargetChannels is -4", "WhenUnreadable is 9", "UnfitSizes is 9",
            "Generator (u-net).Depth is 0; it must be in [1, 16].", "Generator (u-net).Filters is 0", "Generator (u-net).Dropout is 1",
            "Generator (u-net).Normalization is 9", "Loss is 9", "PixelWeight is 0; it must be above 0 without a discriminator",
            "Objective.LabelSmoothing is 0.7", "AdversarialWeight is 0", "CropSize is 0", "TileSize is -1",
            "EpochSheets is \" \"", "Base is 9",
        })
            StringAssert.Contains(error.Message, fault);
        var residual = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.TranslateImage("Made", "Picture", "Target", new()
        {
            Generator = new ResidualGenerator { Blocks = -1, Filters = 1 << 20, Halvings = 12 },
            Discriminator = new PatchDiscriminator { Halvings = 9, Filters = 0 },
            Perceptual = new PerceptualLoss(null!) { Weight = 0 },
            Base = ImageBase.MeanPicture,
            CropSize = 4,
            Training = new TrainingOptions { Precision = Precision.BFloat16 },
        }));
        foreach (var fault in new[]
        {
            "Generator (residual).Blocks is -1", "Generator (residual).Filters is 1048576; it must be at most 4096 with 12 halvings",
            "Discriminator.Halvings is 9", "Discriminator.Filters is 0", "Perceptual.Network is null", "Perceptual.Weight is 0",
            "Base is MeanPicture; it must be another one with CropSize", "Precision is BFloat16",
        })
            StringAssert.Contains(residual.Message, fault);
    }

    [TestMethod]
    public void A_generator_that_halves_more_often_than_pictures_can_be_is_refused()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.TranslateImage(
            "Made", "Picture", "Target",
            TranslateImageWorkout.Small with { Generator = new UNetGenerator { Depth = 5, Filters = 2 } }).Fit(PicturePairs.View(_ml)));
        StringAssert.Contains(error.Message, "pictures of 12x10 pixels; the generator's halvings would pad them to 32x32");
    }

    [TestMethod]
    [DataRow(10, "12x10", "16x16")]
    [DataRow(7, "12x7", "16x8")]
    public void A_size_that_strides_do_not_allow_is_refused_by_the_nearest_that_they_do(int height, string found, string nearest)
    {
        var estimator = _ml.Transforms.TranslateImage("Made", "Picture", "Target", TranslateImageWorkout.Small with
        {
            Generator = new UNetGenerator { Depth = 3, Filters = 2 },
            UnfitSizes = UnfitSizes.Error,
            Base = ImageBase.Input,
        });
        var error = height == PicturePairs.Height
            ? Assert.ThrowsExactly<ArgumentException>(() => estimator.Fit(PicturePairs.View(_ml)))
            : Assert.ThrowsExactly<ArgumentException>(() =>
            {
                using var model = _ml.Transforms.TranslateImage("Made", "Picture", "Picture", TranslateImageWorkout.Small with
                {
                    Generator = new UNetGenerator { Depth = 3, Filters = 2 },
                    UnfitSizes = UnfitSizes.Error,
                }).Fit(PicturePairs.Even(_ml, 16, 8));
                model.Transform(PicturePairs.Even(_ml, 7, 12));
            });
        StringAssert.Contains(error.Message, $"Column 'Picture' holds pictures of {found} pixels; the network's strides need sides that ");
        StringAssert.Contains(error.Message, "are multiples of 8. The nearest sizes are ");
        StringAssert.Contains(error.Message, nearest);
    }

    [TestMethod]
    public void Targets_of_another_size_and_numbers_that_are_no_pixels_are_refused_by_column_row_and_slot()
    {
        var rows = PicturePairs.Rows(5)
            .Select(row => new OddPair { Picture = row.Picture, Target = row.Target, Small = new float[12] }).ToArray();
        rows[3].Target[7] = 1.5f;
        var data = _ml.Data.LoadFromEnumerable(rows);
        StringAssert.Contains(Refused<ArgumentException>(data, "Picture", "Small"), "Target column 'Small' holds 4x3 pixels of 1 channel");
        StringAssert.Contains(
            Refused<ArgumentException>(data, "Picture", "Target"),
            "Column 'Target' holds 1.5 in row 3, slot 7 (counted from 0); numbers of pixels must be in [0, 1]");
        rows[3].Target[7] = float.NaN;
        StringAssert.Contains(
            Refused<InvalidOperationException>(data, "Picture", "Target"), "Column 'Target' is NaN in row 3, slot 7 (counted from 0).");
    }

    [TestMethod]
    public void Grey_where_colours_are_asked_for_is_refused()
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.TranslateImage(
            "Made", "Picture", "Target", TranslateImageWorkout.Small with { Channels = 3, Height = 10, Width = 12 })
            .Fit(PicturePairs.View(_ml)));
        StringAssert.Contains(
            error.Message, "column 'Picture': expected Vector<Single, 360> or Image<10, 12>, got Vector<Single, 1, 10, 12>");
    }

    [TestMethod]
    public void A_target_that_is_missing_or_no_picture_is_refused_before_any_work()
    {
        var data = PicturePairs.View(_ml);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => _ml.Transforms.TranslateImage("Made", "Picture", "Absent").Fit(data)).Message,
            "Could not find target column 'Absent'");
        Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.TranslateImage("Made", "Picture", ""));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.TranslateImage(
                "Made", "Picture", "Target", TranslateImageWorkout.Small with { CropSize = 50 }).Fit(data)).Message, "CropSize is 50");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.TranslateImage(
                "Made", "Picture", "Target", TranslateImageWorkout.Small with { EpochSheets = "sheets" }).Fit(data)).Message,
            "no rows are held out that it could show");
    }

    private string Refused<TError>(IDataView data, string input, string target)
        where TError : Exception => Assert.ThrowsExactly<TError>(
            () => _ml.Transforms.TranslateImage("Made", input, target, TranslateImageWorkout.Small).Fit(data)).Message;

    private sealed class OddPair
    {
        [VectorType(1, PicturePairs.Height, PicturePairs.Width)]
        public float[] Picture { get; set; } = [];

        [VectorType(1, PicturePairs.Height, PicturePairs.Width)]
        public float[] Target { get; set; } = [];

        [VectorType(1, 3, 4)]
        public float[] Small { get; set; } = [];
    }
}
