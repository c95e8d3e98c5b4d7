using System.Text.Json.Nodes;
using DeepML.Networks;
using DeepML.Transforms.Tests.Archives;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Perceptron;

/// <summary>Perceptrons that answer from their file, and become networks of torch when they have to.</summary>
[TestClass]
public sealed class StoredPerceptronTests
{
    private static readonly MultilayerPerceptronArchitecture Small = new(3, [5, 4], 2, Activation.Tanh);

    private readonly MLContext _ml = new(seed: 1);

    private static IEnumerable<object[]> Architectures =>
    [
        [Small],
        [Small with { HiddenSizes = [] }],
        [Small with { HiddenActivation = Activation.LeakyReLU, ActivationSlope = 0.3, Dropout = 0.5 }],
        [Small with { Scaling = ScalingForm.Linear, HiddenSizes = [9] }],
        [Small with { Scaling = ScalingForm.Curved }],
    ];

    [TestMethod]
    [DynamicData(nameof(Architectures))]
    public void A_loaded_model_answers_rows_without_a_network_and_batches_with_the_network_that_was_saved(object architecture)
    {
        using var saved = Model((MultilayerPerceptronArchitecture)architecture);
        var expected = saved.Transform(Data()).GetColumn<float[]>("Score").ToArray();
        using var model = (MultilayerPerceptronTransformer)SavedParts.Of(saved).Load(_ml);
        using var engine = _ml.Model.CreatePredictionEngine<Row, Scored>(model, new PredictionEngineOptions { OwnsTransformer = false });
        foreach (var (row, scores) in Rows.Zip(expected))
            for (var i = 0; i < scores.Length; i++)
                Assert.AreEqual(scores[i], engine.Predict(new Row { Numbers = row }).Score[i], 1e-5f);
        Assert.AreEqual(saved.Model.Summary(), model.Model.Summary(), "names and shapes in their order, and the number of weights");
        Assert.IsFalse(model.HasNetwork);
        var scored = model.Transform(Data()).GetColumn<float[]>("Score").ToArray();
        Assert.IsTrue(model.HasNetwork);
        foreach (var (one, other) in expected.Zip(scored))
            CollectionAssert.AreEqual(one, other, "bit for bit");
        Assert.AreEqual(saved.ParameterCount, model.ParameterCount);
        Assert.AreEqual(saved.Summary(), model.Summary());
        CollectionAssert.AreEqual(SavedParts.Of(saved).Weights, SavedParts.Of(model).Weights, "saved again it is the same file");
    }

    [TestMethod]
    public void Neither_loading_nor_the_network_built_later_draws_from_torchs_generator()
    {
        using var saved = Model(Small);
        var parts = SavedParts.Of(saved);
        manual_seed(3);
        using var expected = rand(4);
        manual_seed(3);
        using var model = (MultilayerPerceptronTransformer)parts.Load(_ml);
        Assert.AreEqual(Rows.Length, model.Transform(Data()).GetColumn<float[]>("Score").Count());
        using var drawn = rand(4);
        CollectionAssert.AreEqual(expected.data<float>().ToArray(), drawn.data<float>().ToArray());
    }

    [TestMethod]
    public void A_disposed_model_is_refused_whether_it_had_a_network_or_not()
    {
        using var saved = Model(Small);
        foreach (var hasNetwork in new[] { false, true })
        {
            var model = (MultilayerPerceptronTransformer)SavedParts.Of(saved).Load(_ml);
            if (hasNetwork)
                Assert.AreEqual((3 * 5) + 5 + (5 * 4) + 4 + (4 * 2) + 2, model.ParameterCount);
            using var engine = _ml.Model.CreatePredictionEngine<Row, Scored>(
                model, new PredictionEngineOptions { OwnsTransformer = false });
            model.Dispose();
            Assert.ThrowsExactly<ObjectDisposedException>(() => engine.Predict(new Row { Numbers = Rows[0] }));
            Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(Data()));
            Assert.ThrowsExactly<ObjectDisposedException>(() => model.GetRowToRowMapper(Data().Schema));
            Assert.AreEqual(saved.Model.Summary(), model.Model.Summary(), "what there is to see stays");
        }
    }

    [TestMethod]
    public void What_has_no_pass_without_torch_gets_its_network_at_once()
    {
        foreach (var architecture in new[]
        {
            Small with { BatchNormalization = true }, Small with { HiddenActivation = Activation.GELU },
            Small with { HiddenActivation = Activation.ParametricReLU }, Small with { ReadsSparse = true },
            Small with { HiddenSizes = [100_000] },
        })
        {
            using var saved = Model(architecture);
            using var model = (MultilayerPerceptronTransformer)SavedParts.Of(saved).Load(_ml);
            Assert.IsTrue(model.HasNetwork, architecture.ToString());
        }
    }

    [TestMethod]
    public void Weights_that_are_not_those_of_the_description_are_told_in_the_words_for_every_network()
    {
        using var saved = Model(Small);
        StringAssert.Contains(
            Refused(saved, "HiddenSizes", new JsonArray(5, 6)),
            "Weight 'layers.linear2.weight' is Float32 [4x5] in the file; the description needs Float32 [6x5]");
        StringAssert.Contains(Refused(saved, "Scaling", "Linear"), "missing scaling.centre, scaling.factor; unknown none");
        var weights = saved.NamedWeights.ToDictionary(w => w.Key, w => w.Value.clone());
        weights["layers.linear2.bias"][1] = float.NaN;
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            SafeTensors.Write(writer, weights);
        var spoiled = SavedParts.Of(saved) with { Weights = stream.ToArray() };
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => spoiled.Load(_ml)).Message,
            "Weight 'layers.linear2.bias' holds numbers that are infinite");
    }

    private string Refused(NetworkTransformer saved, string member, JsonNode value)
    {
        var parts = SavedParts.Of(saved);
        var description = parts.Description;
        description["Architecture"]![member] = value;
        return Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml)).Message;
    }

    private static float[][] Rows => [[1, 2, 3], [0, 0, 0], [-4, 0.5f, 20]];

    private IDataView Data() => _ml.Data.LoadFromEnumerable(Rows.Select(row => new Row { Numbers = row }).ToArray());

    private MultilayerPerceptronTransformer Model(MultilayerPerceptronArchitecture architecture)
    {
        manual_seed(1);
        var network = new MultilayerPerceptronNetwork(architecture);
        network.Scaling?.Set(new ColumnScales(
            [1, 2, 3], [0.5f, 2, 0.1f], [0, 0, architecture.Scaling == ScalingForm.Curved ? 0.5f : 0],
            architecture.Scaling == ScalingForm.Curved
                ? [ScalingCurve.Straight, ScalingCurve.InverseHyperbolicSine, ScalingCurve.Logarithm]
                : [ScalingCurve.Straight, ScalingCurve.Straight, ScalingCurve.Straight]));
        return new MultilayerPerceptronTransformer(
            _ml,
            new MultilayerPerceptronDescription("Numbers", architecture, new VectorRegressionHead([0, 0], [1, 1]), new TrainingHistory()),
            network, CPU);
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Numbers { get; set; } = [];
    }

    private sealed class Scored
    {
        public float[] Score { get; set; } = [];
    }
}
