using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms.Tests.Archives;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences.Masked;

/// <summary>Masked-token models over rows of any length, one by one, through files, and as a start for others.</summary>
[TestClass]
public sealed class MaskedTokenRowsTests
{
    private static readonly MaskedTokenArchitecture Architecture = new(
        new SequenceEncoderArchitecture(
            5, 1, 4, new RecurrentStackArchitecture(new TransformerEncoder { HiddenSize = 4, HeadCount = 2 }, 4), 0), TiedWeights: false);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(TokenFeatures.Mean)]
    [DataRow(TokenFeatures.First)]
    [DataRow(TokenFeatures.PerToken)]
    public void Rows_of_different_lengths_in_one_batch_do_not_change_each_other(TokenFeatures features)
    {
        using var model = Model(features);
        uint[][] rows = [[1, 2, 3, 4], [5], [], [2, 0, 3], [4, 4]];
        var together = model.Transform(_ml.Keys(rows)).GetColumn<float[]>("Features").ToArray();
        using var engine = _ml.Model.CreatePredictionEngine<HandSet.KeyRow, Features>(model);
        for (var i = 0; i < rows.Length; i++)
        {
            Cells.AreEqual([together[i]], [engine.Predict(new HandSet.KeyRow { Keys = rows[i] }).Numbers], 1e-5, $"row {i}");
            Assert.HasCount(features == TokenFeatures.PerToken ? 4 * rows[i].Length : 4, together[i]);
        }
        if (features == TokenFeatures.PerToken)
            return;
        var missing = model.Transform(_ml.Keys([0u])).GetColumn<float[]>("Features").Single();
        Cells.AreEqual([missing], [together[2]], 1e-5, "a row without keys is one missing key");
    }

    [TestMethod]
    public void The_column_says_how_many_numbers_a_key_has()
    {
        using var mean = Model(TokenFeatures.Mean);
        Assert.AreEqual(4, ((VectorDataViewType)mean.GetOutputSchema(_ml.Keys([1]).Schema)["Features"].Type).Size);
        using var each = Model(TokenFeatures.PerToken);
        var type = (VectorDataViewType)each.GetOutputSchema(_ml.Keys([1]).Schema)["Features"].Type;
        Assert.IsFalse(type.IsKnownSize);
        Assert.AreEqual(4, type.Dimensions[^1]);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mean.GetOutputSchema(_ml.Rows([1]).Schema));
        StringAssert.Contains(error.Message, "'Keys'");
    }

    [TestMethod]
    public void What_stands_at_a_hidden_place_is_a_softmax_over_the_keys_alone()
    {
        using var model = Model(TokenFeatures.Mean);
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var hidden = tensor(new[] { false, true, false }, [1, 3]);
        var logits = HandSet.Numbers(((MaskedTokenNetwork)model.Network).Answer(
            tensor(new long[] { 3, 2, 5 }, [1, 3]), tensor(new long[] { 3 }), hidden, hidden));
        var whole = logits[1..].Sum(logit => Math.Exp(logit));
        foreach (var token in model.Fill([3, 2, 5], 1, 5))
            Assert.AreEqual(Math.Exp(logits[token.Key]) / whole, token.Probability, 1e-5, $"key {token.Key}");
    }

    [TestMethod]
    public void A_loaded_model_gives_the_same_features_and_fills_alike()
    {
        var model = Model(TokenFeatures.First);
        using var loaded = GermanNumbers.In(() => _ml.Reloaded(model));
        var data = _ml.Keys([1, 2, 3], [5], []);
        Cells.AreEqual(
            [.. model.Transform(data).GetColumn<float[]>("Features")], [.. loaded.Transform(data).GetColumn<float[]>("Features")], 0, "");
        CollectionAssert.AreEqual(model.Fill([1, 0, 2], 1, 5).ToArray(), loaded.Fill([1, 0, 2], 1, 5).ToArray());
        Assert.AreEqual(model.Encoder, loaded.Encoder);
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Fill([1], 0, 1));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(data));
        Assert.ThrowsExactly<ArgumentNullException>(() => loaded.Fill(null!, 0, 1));
    }

    [TestMethod]
    public void Other_networks_start_from_its_weights_by_their_words()
    {
        using var model = Model(TokenFeatures.Mean);
        using var given = model.Transferable();
        CollectionAssert.AreEqual(new[] { "a", "b", "c", "d", "e" }, given.Vocabulary!.ToArray());
        CollectionAssert.AreEqual(
            HandSet.Numbers(model.NamedWeights["encoder.embedding.weight"]), HandSet.Numbers(given.Weights["encoder.embedding.weight"]));
        var unnamed = new MaskedTokenModelTransformer(
            _ml, Description(TokenFeatures.Mean) with { Values = null }, new MaskedTokenNetwork(Architecture), CPU);
        using (unnamed)
        {
            Assert.IsEmpty(unnamed.Vocabulary);
            using var none = unnamed.Transferable();
            Assert.IsNull(none.Vocabulary);
        }
    }

    [TestMethod]
    public void A_damaged_file_is_refused()
    {
        using var model = Model(TokenFeatures.Mean);
        var parts = SavedParts.Of(model);
        foreach (var (member, value) in new (string, System.Text.Json.Nodes.JsonNode)[] { ("Features", "Best"), ("Values", 3) })
        {
            var description = parts.Description;
            description[member] = value;
            Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml), member);
        }
        var other = parts.Description;
        other["Shape"]!["MaximumLength"] = -4;
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => parts.With(other).Load(_ml)).Message, "MaximumLength");
    }

    private static MaskedTokenDescription Description(TokenFeatures features) => new(
        "Features", "Keys", new SequenceShape(5, 1, 4), Architecture, features, new KeyValues("String", ["a", "b", "c", "d", "e"]),
        new TrainingHistory());

    private MaskedTokenModelTransformer Model(TokenFeatures features) =>
        new(_ml, Description(features), HandSet.Reading(() => new MaskedTokenNetwork(Architecture)), CPU);

    private sealed class Features
    {
        [ColumnName("Features")]
        public float[] Numbers { get; set; } = [];
    }
}
