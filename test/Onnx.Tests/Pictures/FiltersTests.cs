using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Onnx.Tests;

/// <summary>Filters of pictures.</summary>
[TestClass]
public sealed class FiltersTests
{
    private const int Height = 9;
    private const int Width = 11;

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Filters =>
    [
        ["edges", new ImageFilter[] { KernelFilter.SobelX with { Absolute = true } }],
        ["smoothed in both directions", new ImageFilter[] { KernelFilter.Gaussian(1) }],
        ["not separable", new ImageFilter[] { KernelFilter.Sharpen }],
        ["a row", new ImageFilter[] { new KernelFilter([[0.2, 0.5, -0.3]]) }],
        ["smaller", new ImageFilter[] { new ResizeFilter(4, 5) }], ["larger", new ImageFilter[] { new ResizeFilter(17, 23) }],
        ["smaller and larger", new ImageFilter[] { new ResizeFilter(4, 30) }], ["same size", new ImageFilter[] { new ResizeFilter(9, 11) }],
        ["stretched", new ImageFilter[] { new ContrastStretchingFilter() }],
        ["stretched far", new ImageFilter[] { new ContrastStretchingFilter { CutOff = 0.2 } }],
        ["a threshold", new ImageFilter[] { new BinarizationFilter { Threshold = 0.4 } }],
        ["Otsu's threshold", new ImageFilter[] { new BinarizationFilter() }],
        ["negative, grey", new ImageFilter[] { new ComplementFilter(), new GreyFilter() }],
        ["boundary", new ImageFilter[] { new BoundaryFilter() }],
        ["equalized", new ImageFilter[] { new HistogramEqualizationFilter() }],
        ["one after the other", new ImageFilter[] { new GreyFilter(), new ResizeFilter(12, 12), new HistogramEqualizationFilter() }],
    ];

    [TestMethod]
    [DynamicData(nameof(Filters))]
    public void Every_filter_is_written(string what, ImageFilter[] filters)
    {
        foreach (var channels in new[] { 1, 2, 3 })
        {
            var data = Pictures(channels);
            using var model = _ml.Transforms.FilterImage("Filtered", "Picture", new FilterImageOptions
            {
                Height = Height,
                Width = Width,
                Channels = channels,
                Filters = filters,
            }).Fit(data);
            using var run = new OnnxRun(model);
            foreach (var batch in new[] { 1, 2, 7 })
                Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), batch), $"{what}, {channels} channels");
        }
    }

    [TestMethod]
    public void Filters_in_front_of_a_network_are_one_model_with_it()
    {
        var data = _ml.Data.FilterRowsByMissingValues(Pictures(3), "Picture");
        using var chain = _ml.Transforms.FilterImage("Filtered", "Picture", new FilterImageOptions
        {
            Height = Height,
            Width = Width,
            Channels = 3,
            Filters = [new GreyFilter(), new ResizeFilter(6, 6)],
        }).Append(_ml.Regression.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            LabelColumnName = "Number",
            FeatureColumnName = "Filtered",
            Height = 6,
            Width = 6,
            Layers = [new ConvolutionLayer(2, 3), new DenseLayer(3)],
            Training = new TrainingOptions { Epochs = 1, BatchSize = 6 },
        })).Fit(data);
        using var run = new OnnxRun(stream => _ml.Model.ExportToOnnx(
            chain, data.Schema, stream, new OnnxExportOptions { Outputs = ["Filtered", "Score"] }));
        Assert.IsLessThanOrEqualTo(1e-5, run.Difference(chain.Transform(data), 7, ".output", data));
    }

    // Of one brightness, dark with a bright stripe, noise, and one that holds no number. What is even lies near a level of 256, and not
    // half-way between two, where the last bit decides to which it is rounded.
    private IDataView Pictures(int channels)
    {
        var random = new Random(1);
        var pixels = channels * Height * Width;
        var schema = SchemaDefinition.Create(typeof(Row));
        schema["Picture"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, channels, Height, Width);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 9).Select(row => new Row
        {
            Picture = [.. Enumerable.Range(0, pixels).Select(i => row switch
            {
                0 => 0.31f,
                1 => i % Width is > 3 and < 7 ? 0.91f : 0.11f,
                2 => i == 5 ? float.NaN : 0.5f,
                _ => random.NextSingle(),
            })],
            Number = row,
        }).ToArray(), schema);
    }

    private sealed class Row
    {
        public float[] Picture { get; set; } = [];

        public float Number { get; set; }
    }
}
