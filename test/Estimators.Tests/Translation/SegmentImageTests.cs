using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Estimators.Tests.Translation;

[TestClass]
public sealed class SegmentImageTests
{
    private readonly MLContext _ml = new(seed: 1);

    private static SegmentImageOptions Learning => SegmentImageWorkout.Small with
    {
        Generator = new UNetGenerator { Depth = 1, Filters = 8 },
        Training = new TrainingOptions
        {
            Epochs = 14,
            BatchSize = 8,
            LearningRate = 3e-3,
            Schedule = new CosineSchedule(),
            ValidationFraction = 0.25,
        },
    };

    [TestMethod]
    public void Pixels_get_their_classes_better_than_by_the_most_frequent_class_and_by_a_threshold()
    {
        using var model = _ml.Transforms.SegmentImage("Found", "Picture", "Classes", Learning).Fit(ClassPictures.View(_ml, 120));
        var history = model.TrainingHistory;
        Assert.AreEqual(3, model.ClassCount);
        Assert.IsTrue(history.Baseline!.IsBeaten, history.ToString());
        foreach (var method in new[] { "the most frequent class", "Otsu's threshold" })
            Assert.AreEqual(
                ComparisonVerdict.Better,
                history.Comparisons.Single(c => c.Method == method && c.Measure == "mean IoU").Verdict, history.ToString());
        Assert.AreEqual(history.Comparisons[0].NetworkValue, history.Epochs[^1].Metrics["validation mean IoU"], 1e-3);
        Assert.AreEqual(history.Comparisons[1].NetworkValue, history.Epochs[^1].Metrics["validation accuracy"], 1e-3);
        var test = ClassPictures.View(_ml, 30, seed: 2);
        var found = model.Evaluate(test);
        Assert.AreEqual(30, found.PictureCount);
        Assert.IsGreaterThan(0.9, found.PixelAccuracy);
        Assert.IsGreaterThan(0.6, found.MeanIntersectionOverUnion);
        Assert.HasCount(3, found.ClassIntersectionOverUnion);
        // by hand, from the keys that come out
        var scored = model.Transform(test);
        Assert.AreEqual(
            new VectorDataViewType(new KeyDataViewType(typeof(uint), 3), PicturePairs.Height, PicturePairs.Width),
            scored.Schema["Found"].Type);
        var answers = scored.GetColumn<uint[]>("Found").ToArray();
        var rows = ClassPictures.Rows(30, seed: 2);
        var right = answers.Select((keys, i) => keys.Where((key, p) => key - 1 == rows[i].Classes[p]).Count()).Sum();
        Assert.AreEqual(right / (30.0 * PicturePairs.Height * PicturePairs.Width), found.PixelAccuracy, 1e-9);
    }

    [TestMethod]
    public void Keys_numbers_and_grey_levels_say_the_same()
    {
        var data = ClassPictures.View(_ml);
        var options = SegmentImageWorkout.Small with { Training = SegmentImageWorkout.Small.Training with { Seed = 1 } };
        using var numbers = _ml.Transforms.SegmentImage("Found", "Picture", "Classes", options).Fit(data);
        using var keys = _ml.Transforms.SegmentImage("Found", "Picture", "Keys", options).Fit(data);
        CollectionAssert.AreEqual(
            numbers.Transform(data).GetColumn<uint[]>("Found").SelectMany(row => row).ToArray(),
            keys.Transform(data).GetColumn<uint[]>("Found").SelectMany(row => row).ToArray());
        using var images = _ml.Transforms.SegmentImage("Found", "Picture", "Classes", SegmentImageWorkout.Small with
        {
            Answer = SegmentationAnswer.Colors,
        }).Fit(ClassPictures.Images(_ml));
        Assert.AreEqual(3, images.ClassCount);
        Assert.AreEqual(
            new ImageDataViewType(PicturePairs.Height, PicturePairs.Width),
            images.Transform(ClassPictures.Images(_ml)).Schema["Found"].Type);
    }

    [TestMethod]
    public void Pictures_of_another_size_are_told_too_and_a_sheet_shows_them()
    {
        var data = ClassPictures.View(_ml);
        using var model = _ml.Transforms.SegmentImage("Found", "Picture", "Classes", SegmentImageWorkout.Small with { TileSize = 8 })
            .Fit(data);
        Assert.HasCount(45 * 67, model.Transform(PicturePairs.Even(_ml, 45, 67)).GetColumn<uint[]>("Found").First());
        Assert.AreEqual((1 + (3 * 13), 1 + (2 * 11), 3), Size(model.Preview(data, 2)));
        var alone = _ml.Transforms.DropColumns("Classes").Fit(data).Transform(data);
        Assert.AreEqual((1 + (2 * 13), 1 + (2 * 11), 3), Size(model.Preview(alone, 2)));

        static (int Width, int Height, int Channels) Size(Picture sheet) => (sheet.Width, sheet.Height, sheet.ChannelCount);
    }

    [TestMethod]
    public void A_mask_in_black_and_white_is_not_taken_for_256_classes()
    {
        var rows = ClassPictures.Rows(5);
        foreach (var row in rows)
            for (var i = 0; i < row.Classes.Length; i++)
                row.Classes[i] = row.Classes[i] > 0 ? 255 : 0;
        Refused(
            () => _ml.Transforms.SegmentImage("Found", "Picture", "Classes", SegmentImageWorkout.Small)
                .Fit(_ml.Data.LoadFromEnumerable(rows)),
            "Mask column 'Classes' holds 0 and 255 only, the bytes of a mask in black and white: divide by 255");
    }

    [TestMethod]
    public void Masks_of_one_class_are_refused()
    {
        var rows = ClassPictures.Rows(5);
        foreach (var row in rows)
            Array.Clear(row.Classes);
        Refused(
            () => _ml.Transforms.SegmentImage("Found", "Picture", "Classes", SegmentImageWorkout.Small)
                .Fit(_ml.Data.LoadFromEnumerable(rows)),
            "Mask column 'Classes' holds the class 0 only", "Give pictures with pixels of a second class");
    }

    [TestMethod]
    public void Classes_that_there_are_not_are_refused_by_row_and_slot()
    {
        var rows = ClassPictures.Rows(5);
        rows[2].Classes[7] = 1.5f;
        var data = _ml.Data.LoadFromEnumerable(rows);
        Refused(
            () => _ml.Transforms.SegmentImage("Found", "Picture", "Classes", SegmentImageWorkout.Small).Fit(data),
            "Mask column 'Classes' holds 1.5 in row 2, slot 7 (counted from 0); classes are whole numbers in [0, 2]");
        rows[2].Classes[7] = 2;
        Refused(
            () => _ml.Transforms.SegmentImage("Found", "Picture", "Classes", SegmentImageWorkout.Small with { Classes = 2 }).Fit(data),
            "classes are whole numbers in [0, 1]");
        Refused(
            () => _ml.Transforms.SegmentImage("Found", "Picture", "Classes", SegmentImageWorkout.Small with { ClassWeights = [1, 2] })
                .Fit(data), "ClassWeights is a list of 2; it must be a list of 3");
        Refused(
            () => _ml.Transforms.SegmentImage("Found", "Picture", "Classes", new SegmentImageOptions
            {
                Classes = 1,
                IgnoredClass = -1,
                ClassWeights = [0],
                DiceWeight = -1,
                Answer = (SegmentationAnswer)7,
                Generator = null!,
                CropSize = 0,
                TileSize = -1,
                Height = -1,
            }),
            "Classes is 1", "IgnoredClass is -1", "ClassWeights[0] is 0", "DiceWeight is -1", "Answer is 7", "Generator is null",
            "CropSize is 0", "TileSize is -1", "Height is -1");
        var other = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Transforms.SegmentImage("Found", "Picture", "Classes", SegmentImageWorkout.Small).Fit(
                _ml.Data.LoadFromEnumerable([new OddMask()])));
        StringAssert.Contains(other.Message, "target column 'Classes'");
        StringAssert.Contains(other.Message, "Vector<Single, 120>");
    }

    private static void Refused(Action action, params string[] says)
    {
        var message = Assert.ThrowsExactly<ArgumentException>(action).Message;
        foreach (var part in says)
            StringAssert.Contains(message, part);
    }

    private sealed class OddMask
    {
        [VectorType(1, PicturePairs.Height, PicturePairs.Width)]
        public float[] Picture { get; set; } = new float[PicturePairs.Height * PicturePairs.Width];

        [VectorType(4)]
        public float[] Classes { get; set; } = new float[4];
    }
}
