using DeepML.Data;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Estimators.Tests.Pictures;

[TestClass]
public sealed class FilterImageWorkout : EstimatorWorkout<FilterImageTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Picture"];

    protected override bool HasChance => false;

    protected override IEstimator<FilterImageTransformer> CreateEstimator(MLContext ml) => ml.Transforms.FilterImage(
        "Filtered", "Picture", KernelFilter.Gaussian(1), new ContrastStretchingFilter(), new ResizeFilter(6, 5));

    protected override IDataView CreateData(MLContext ml) => Drawn.View(ml, 7);
}

[TestClass]
public sealed class ImageDescriptorsWorkout : EstimatorWorkout<ImageDescriptorsTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Picture"];

    protected override bool HasChance => false;

    protected override IEstimator<ImageDescriptorsTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.ImageDescriptors("Features", "Picture", new ImageDescriptorsOptions { GradientCell = 4 });

    protected override IDataView CreateData(MLContext ml) => Drawn.View(ml, 7);
}

[TestClass]
public sealed class ImageFilterEstimatorTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Pictures_come_out_as_pictures_of_the_size_that_was_promised()
    {
        var data = Drawn.Images(_ml, 3);
        var estimator = _ml.Transforms.FilterImage("Filtered", "Image", new BinarizationFilter(), new ResizeFilter(8, 4));
        var given = new SchemaShape(data.Schema.Select(column => SchemaShapes.Column(column.Name, column.Type)));
        var promised = estimator.GetOutputSchema(given).Last(column => column.Name == "Filtered");
        Assert.AreEqual(new ImageDataViewType(8, 4), promised.ItemType);
        using var model = estimator.Fit(data);
        using var file = new MemoryStream();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        var scored = _ml.Model.Load(file, out _).Transform(data);
        Assert.AreEqual(new ImageDataViewType(8, 4), scored.Schema["Filtered"].Type);
        var row = 0;
        using var cursor = scored.GetRowCursor(scored.Schema);
        var getter = cursor.GetGetter<MLImage>(scored.Schema["Filtered"]);
        MLImage image = null!;
        for (; cursor.MoveNext(); row++)
        {
            getter(ref image);
            Assert.AreEqual((8, 4), (image.Height, image.Width));
            // The left half of the picture is dark, the right half bright; grey pixels hold one number three times.
            var pixels = image.Pixels.ToArray().Chunk(4).ToArray();
            Assert.IsTrue(pixels.All(pixel => pixel[0] == pixel[1] && pixel[1] == pixel[2] && pixel[3] == 255));
            Assert.AreEqual((0, 255), (pixels[0][0], pixels[3][0]));
        }
        image.Dispose();
        Assert.AreEqual(3, row);
    }

    [TestMethod]
    public void Shapes_are_told_apart_by_their_descriptors_alone()
    {
        var data = Drawn.View(_ml, 300);
        var pipeline = _ml.Transforms.Conversion.MapValueToKey("Label", "Name")
            .Append(_ml.Transforms.ImageDescriptors("Features", "Picture", new ImageDescriptorsOptions { GradientCell = 8 }))
            .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
        var split = _ml.Data.TrainTestSplit(data, 0.3, seed: 1);
        var metrics = _ml.MulticlassClassification.Evaluate(pipeline.Fit(split.TrainSet).Transform(split.TestSet));
        Assert.IsGreaterThan(0.8, metrics.MicroAccuracy);
    }

    [TestMethod]
    public void Slots_have_names_and_what_does_not_fit_is_refused()
    {
        var data = Drawn.View(_ml, 2);
        var options = new ImageDescriptorsOptions { GradientBins = 0 };
        using var model = _ml.Transforms.ImageDescriptors("Features", "Picture", options).Fit(data);
        Assert.AreEqual(2 + 7 + 8, model.FeatureCount);
        VBuffer<ReadOnlyMemory<char>> names = default;
        model.Transform(data).Schema["Features"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(
            new[] { "Area", "Perimeter", "Hu1" }, names.DenseValues().Take(3).Select(name => name.ToString()).ToArray());
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => _ml.Transforms.ImageDescriptors("Features", "Picture", new ImageDescriptorsOptions { GradientCell = 9 }).Fit(data))
                .Message, "GradientCell is 9; it must be at most half of the shorter side");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.ImageDescriptors("A", "B", new ImageDescriptorsOptions
            {
                Area = false,
                Perimeter = false,
                HuMoments = false,
                ColorBins = 0,
                GradientBins = 0,
            })).Message, "something else must be measured");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.FilterImage("A", "B")).Message, "Filters is empty");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.FilterImage("A", "B", new ResizeFilter(0, 1))).Message,
            "Filters[0] (resize).Height is 0");
    }
}
