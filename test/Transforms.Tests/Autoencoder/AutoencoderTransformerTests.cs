using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Autoencoder;

/// <summary>An autoencoder that keeps the first two of three numbers: codes and errors are known.</summary>
[TestClass]
public sealed class AutoencoderTransformerTests
{
    private static readonly AutoencoderArchitecture Architecture =
        new(3, [], 2, Activation.Identity, Activation.Identity, Activation.Identity);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Codes_and_reconstructions_are_columns_and_arrays()
    {
        using var model = Model(new AutoencoderOutputs { Reconstruction = "Back", Error = "Error", FeatureErrors = "Errors" });
        var scored = model.Transform(Data([1, 2, 3], [4, 5, 0]));
        CollectionAssert.AreEqual(new float[] { 1, 2, 4, 5 }, Numbers(scored, "Code"));
        CollectionAssert.AreEqual(new float[] { 1, 2, 0, 4, 5, 0 }, Numbers(scored, "Back"));
        CollectionAssert.AreEqual(new float[] { 3, 0 }, scored.GetColumn<float>("Error").ToArray(), "nine over three numbers");
        CollectionAssert.AreEqual(new float[] { 0, 0, 9, 0, 0, 0 }, Numbers(scored, "Errors"));
        CollectionAssert.AreEqual(new float[] { 1, 2, 4, 5 }, Flat(model.Encode([[1, 2, 3], [4, 5, 0]])));
        CollectionAssert.AreEqual(new float[] { 7, 8, 0 }, Flat(model.Decode([[7, 8]])));
        Assert.AreEqual((3, 3, 2, 1.5), (model.InputSize, model.OutputSize, model.CodeSize, model.CompressionRatio));
    }

    [TestMethod]
    public void A_reconstruction_takes_the_place_of_its_column()
    {
        using var model = Model();
        CollectionAssert.AreEqual(new float[] { 1, 2, 0 }, Numbers(model.Reconstruct(Data([1, 2, 3])), "Row"));
    }

    [TestMethod]
    public void The_signal_to_noise_is_in_decibels_of_the_mean_square()
    {
        using var model = Model();
        // Errors 0, 0, 0.01 and 0, 0, 0.04: the mean square is 0.05 / 6.
        var data = Data([0, 1, 0.1f], [1, 0, 0.2f]);
        Assert.AreEqual(10 * Math.Log10(1 / (0.05 / 6)), model.PeakSignalToNoise(data), 1e-4);
        Assert.AreEqual(10 * Math.Log10(4 / (0.05 / 6)), model.PeakSignalToNoise(data, peak: 2), 1e-4);
        Assert.IsTrue(double.IsPositiveInfinity(model.PeakSignalToNoise(Data([1, 1, 0]))), "without an error");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.PeakSignalToNoise(data, 0));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.PeakSignalToNoise(null!));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => model.PeakSignalToNoise(Data())).Message,
                "holds no row with a value to compare");
    }

    [TestMethod]
    public void Between_two_rows_the_code_goes_in_a_straight_line()
    {
        using var model = Model();
        CollectionAssert.AreEqual(
            new float[] { 0, 8, 0, 1, 6, 0, 2, 4, 0, 3, 2, 0, 4, 0, 0 }, Flat(model.Interpolate([0, 8, 9], [4, 0, 1], 5)),
                "both ends are among them");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Interpolate([0, 0, 0], [1, 1, 1], 1));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Interpolate(null!, [1, 1, 1], 2));
        Assert.ThrowsExactly<ArgumentException>(() => model.Interpolate([0, 0], [1, 1, 1], 2));
    }

    [TestMethod]
    public void Something_more_in_a_row_is_its_code_moved_along_the_difference_of_mean_codes()
    {
        using var model = Model();
        var direction = model.Direction([[3, 1, 9], [5, 3, 9]], [[1, 1, 0], [1, 0, 0], [1, 2, 0]]);
        CollectionAssert.AreEqual(new float[] { 3, 1 }, direction);
        CollectionAssert.AreEqual(
            new float[] { -2, 1, 0, 1, 2, 0, 2.5f, 2.5f, 0 }, Flat(model.Along([1, 2, 7], direction, [-1, 0, 0.5f])));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.Direction([], [[1, 1, 0]])).Message, "There is no row");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.Along([1, 2, 7], [1, 2, 3], [0])).Message, "The direction has 3 numbers");
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Direction([[1, 1, 1]], null!));
    }

    [TestMethod]
    public void The_nearest_rows_are_those_of_the_nearest_codes()
    {
        using var model = Model();
        var nearest = model.IndexOf(Data([0, 0, 100], [3, 4, 0], [1, 0, -50])).Nearest([0, 0, 7], 2);
        CollectionAssert.AreEqual(new[] { (0, 0f), (2, 1f) }, nearest.ToArray(), "the third number is not in the code");
    }

    [TestMethod]
    public void What_was_not_learned_is_refused_with_the_option_that_is_missing()
    {
        using var model = Model();
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => model.FillMissing(Data([1, 2, 3]))).Message, "set FillMissingValues");
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => model.Sample(1)).Message, "set Variational");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Sample(0));
    }

    [TestMethod]
    public void Missing_values_are_filled_with_the_reconstruction_and_others_stay()
    {
        using var model = Model(architecture: Architecture with { FillsMissing = true });
        CollectionAssert.AreEqual(
            new float[] { 5, 2, 3, 1, 2, 0 }, Numbers(model.FillMissing(Data([float.NaN, 2, 3], [1, 2, float.NaN])), "Row"),
            "what stands for the first column is 5");
        Assert.AreEqual(10 * Math.Log10(2 / 9.0), model.PeakSignalToNoise(Data([float.NaN, 2, 3])), 1e-4, "over the two that are there");
    }

    [TestMethod]
    public void Codes_that_are_drawn_are_normal_and_alike_with_the_same_seed()
    {
        using var model = Model(architecture: Architecture with { LogVarianceLimit = 3 });
        var drawn = model.Sample(4000, seed: 2);
        for (var column = 0; column < 2; column++)
        {
            Assert.AreEqual(0, drawn.Average(row => row[column]), 0.06);
            Assert.AreEqual(1, drawn.Average(row => row[column] * row[column]), 0.08);
        }
        Assert.IsTrue(drawn.All(row => row[2] == 0));
        CollectionAssert.AreEqual(Flat(drawn), Flat(model.Sample(4000, seed: 2)));
        CollectionAssert.AreNotEqual(Flat(drawn), Flat(model.Sample(4000, seed: 3)));
    }

    [TestMethod]
    public void A_row_whose_error_is_above_the_threshold_is_an_anomaly()
    {
        var columns = new AutoencoderColumns("Code", "Row", null, new AutoencoderOutputs());
        using var model = new AutoencoderAnomalyTransformer(
            _ml, new AutoencoderAnomalyDescription(columns, Architecture, 2.5f, new TrainingHistory()), Network(Architecture), CPU);
        var data = Data([1, 2, 3], [1, 2, 2], [1, 2, 0]);
        var scored = model.Transform(data);
        CollectionAssert.AreEqual(new[] { 3, 4 / 3f, 0 }, scored.GetColumn<float>("Score").ToArray());
        CollectionAssert.AreEqual(new[] { true, false, false }, scored.GetColumn<bool>("PredictedLabel").ToArray());
        using var stricter = model.WithThreshold(1);
        CollectionAssert.AreEqual(new[] { true, true, false }, stricter.Transform(data).GetColumn<bool>("PredictedLabel").ToArray());
        Assert.AreEqual((2.5f, 1f), (model.Threshold, stricter.Threshold), "the first stays as it is");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.WithThreshold(float.NaN));
        Assert.AreEqual("Row", model.FeatureColumnName);
    }

    [TestMethod]
    public void A_model_that_is_disposed_answers_nothing()
    {
        var model = Model();
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Encode([[1, 2, 3]]));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Decode([[1, 2]]));
    }

    private AutoencoderTransformer Model(AutoencoderOutputs? outputs = null, AutoencoderArchitecture? architecture = null)
    {
        var columns = new AutoencoderColumns("Code", "Row", null, outputs ?? new AutoencoderOutputs());
        return new AutoencoderTransformer(
            _ml, new AutoencoderDescription(columns, architecture ?? Architecture, new TrainingHistory()),
                Network(architecture ?? Architecture), CPU);
    }

    // Codes are the first two numbers; the third is always restored as 0.
    private static AutoencoderNetwork Network(AutoencoderArchitecture architecture)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var network = new AutoencoderNetwork(architecture);
        var (encoder, decoder) = (network.EncoderLayers[0], network.DecoderLayers[0]);
        foreach (var weight in network.parameters())
            weight.zero_().DetachFromDisposeScope();
        foreach (var i in new[] { 0, 1 })
        {
            encoder.weight![i, i] = tensor(1f);
            decoder.weight![i, i] = tensor(1f);
        }
        network.Fill?.fill_(5).DetachFromDisposeScope();
        network.eval();
        return network;
    }

    private IDataView Data(params float[][] rows) => _ml.Data.LoadFromEnumerable(rows.Select(row => new Given { Row = row }).ToArray());

    private static float[] Numbers(IDataView data, string column) => Flat(data.GetColumn<float[]>(data.Schema[column]));

    private static float[] Flat(IEnumerable<float[]> rows) => [.. rows.SelectMany(row => row)];

    private sealed class Given
    {
        [VectorType(3)]
        public float[] Row { get; set; } = [];
    }
}
