using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Convolutional;

[TestClass]
public sealed class ConvolutionalInsightTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_class_activation_map_is_brightest_on_the_bar()
    {
        var data = Shapes.Create(_ml, 120);
        var options = ConvolutionalLearningTests.Small(15) with
        {
            Layers = [new ConvolutionLayer(8, 3) { Padding = 1 }, new ActivationLayer(Activation.ReLU),
                new PoolingLayer(PoolingKind.GlobalAverage)],
        };
        using var model = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(options).Fit(data);
        var rows = Shapes.Rows(12);
        double on = 0, off = 0;
        for (var row = 0; row < rows.Count; row++)
        {
            var map = model.ClassActivationMap(data, row);
            Assert.AreEqual((Shapes.Side, Shapes.Side), (map.Width, map.Height));
            on += map.Values.Where((_, i) => rows[row].Features[i] > 0.5).Average();
            off += map.Values.Where((_, i) => rows[row].Features[i] <= 0.5).Average();
        }
        Assert.IsGreaterThan(1.5 * off, on, $"on bars {on}, elsewhere {off}");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.ClassActivationMap(data, 0, classIndex: 3));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.ClassActivationMap(data, 120));
    }

    [TestMethod]
    public void The_map_of_no_is_not_that_of_yes_and_a_number_has_no_class()
    {
        var data = _ml.Transforms.CustomMapping<Shapes.ShapeRow, Answers>(
            (row, answer) => (answer.Yes, answer.Number) = (row.Name == "level", row.Name == "level" ? 1 : 0), null)
                .Fit(Shapes.Create(_ml, 60)).Transform(Shapes.Create(_ml, 60));
        var options = ConvolutionalLearningTests.Small(8) with { LabelColumnName = "Yes" };
        using var model = _ml.BinaryClassification.Trainers.ConvolutionalNetwork(options).Fit(data);
        var predicted = model.Transform(data).GetColumn<bool>("PredictedLabel").Take(3).ToArray();
        Assert.IsTrue(predicted.Contains(true) && predicted.Contains(false));
        for (var row = 0; row < predicted.Length; row++)
        {
            float[] Map(int? index) => [.. model.ClassActivationMap(data, row, index).Values];
            CollectionAssert.AreEqual(Map(predicted[row] ? 1 : 0), Map(null));
            CollectionAssert.AreNotEqual(Map(predicted[row] ? 0 : 1), Map(null));
        }
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.ClassActivationMap(data, 0, classIndex: 2));
        using var number = _ml.Regression.Trainers.ConvolutionalNetwork(options with { LabelColumnName = "Number" }).Fit(data);
        Assert.AreEqual(Shapes.Side, number.ClassActivationMap(data).Width);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => number.ClassActivationMap(data, 0, classIndex: 0));
    }

    [TestMethod]
    public void Equal_scores_rank_as_they_are_predicted()
    {
        var scored = _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 3).Select(i => new Scored { Label = (uint)i, Score = [0.3f, 0.3f, 0.3f] }));
        var report = PredictionReport.Of(scored);
        Assert.AreEqual(1.0 / 3, report.TopKAccuracy(1), 1e-12);
        Assert.AreEqual(2.0 / 3, report.TopKAccuracy(2), 1e-12);
        Assert.HasCount(2, report.Mistakes);
    }

    [TestMethod]
    public void Feature_maps_have_one_picture_per_channel_and_filters_one_per_filter()
    {
        var data = Shapes.Create(_ml, 12);
        using var model = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(ConvolutionalLearningTests.Small(1)).Fit(data);
        var maps = model.FeatureMaps(data, "activation1");
        Assert.HasCount(8, maps);
        Assert.IsTrue(maps.All(map => map.Width == Shapes.Side && map.Values.Min() >= 0));
        Assert.HasCount(8, model.Filters());
        Assert.AreEqual(3, model.Filters()[0].Width);
        Assert.ThrowsExactly<ArgumentException>(() => model.FeatureMaps(data, "answer"));
        StringAssert.Contains(model.Summary(), "convolution1");
    }

    [TestMethod]
    public void The_report_counts_confusions_ranks_and_mistakes()
    {
        var scored = _ml.Data.LoadFromEnumerable(new[]
        {
            new Scored { Label = 0, Score = [0.7f, 0.2f, 0.1f] },
            new Scored { Label = 1, Score = [0.6f, 0.3f, 0.1f] },
            new Scored { Label = 2, Score = [0.9f, 0.06f, 0.04f] },
            new Scored { Label = 9, Score = [1, 0, 0] },
            new Scored { Label = 1, Score = [float.NaN, float.NaN, float.NaN] },
        });
        var report = PredictionReport.Of(scored);
        Assert.AreEqual(3, report.RowCount);
        Assert.AreEqual(1.0 / 3, report.TopKAccuracy(1), 1e-12);
        Assert.AreEqual(2.0 / 3, report.TopKAccuracy(2), 1e-12);
        Assert.AreEqual(1, report.TopKAccuracy(5));
        Assert.AreEqual(1, report.Count(actual: 2, predicted: 0));
        Assert.AreEqual(new PredictionMistake(2, 2, 0, 0.9f), report.Mistakes[0]);
        Assert.HasCount(2, report.Mistakes);
        Assert.AreEqual(1, report.ConfusionPicture()[0, 1]);
    }

    [TestMethod]
    public void A_view_read_after_the_end_of_its_model_says_so()
    {
        var ml = new MLContext(seed: 1);
        var model = ml.MulticlassClassification.Trainers.ConvolutionalNetwork(ConvolutionalLearningTests.Small(1))
            .Fit(Shapes.Create(ml, 12));
        var scored = model.Transform(Shapes.Create(ml, 12));
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => scored.GetColumn<float[]>("Score").Count());
    }

    [TestMethod]
    public void A_picture_is_saved_with_its_pixels()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".png");
        try
        {
            Picture.Sheet([new Picture(2, 1, 3, [1, 0, 0, 1, 0, 0])], 1).Save(path, scale: 2);
            using var image = MLImage.CreateFromFile(path);
            Assert.AreEqual((8, 6), (image.Width, image.Height));
            var bgr = image.GetBGRPixels;
            CollectionAssert.AreEqual(new byte[] { 102, 102, 102 }, bgr[..3], "frame");
            CollectionAssert.AreEqual(new byte[] { 0, 0, 255 }, bgr[(((2 * 8) + 2) * 3)..(((2 * 8) + 3) * 3)], "red pixel");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed class Answers
    {
        public bool Yes { get; set; }

        public float Number { get; set; }
    }

    private sealed class Scored
    {
        [KeyType(3)] // from 0 in a member; what is not below the count is missing
        public uint Label { get; set; }

        [VectorType(3)]
        public float[] Score { get; set; } = [];
    }
}
