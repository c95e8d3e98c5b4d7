using DeepML.Workout;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>Networks that answer for masked keys, and weights of BERT in them.</summary>
[TestClass]
public sealed class MaskedTokenTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void What_stands_under_a_mask_does_not_matter()
    {
        using var network = HandWeights.Drawn(Network(tied: true));
        network.eval();
        var lengths = tensor(new long[] { 4, 3 });
        var masked = tensor(new[] { false, true, false, false, true, false, false, false }, [2, 4]);
        var rows = tensor(new float[] { 1, 2, 3, 4, 5, 1, 2, 0 }, [2, 4]);
        var other = tensor(new float[] { 1, 5, 3, 4, 3, 1, 2, 0 }, [2, 4]);
        TensorAssert.AreSame(network.Answer(rows, lengths, masked, masked), network.Answer(other, lengths, masked, masked));
        var none = zeros_like(masked);
        Assert.IsGreaterThan(
            1e-4f, (network.Answer(rows, lengths, none, masked) - network.Answer(other, lengths, none, masked)).abs().max().item<float>());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Places_that_are_asked_about_get_the_logits_that_torch_makes_of_the_weights(bool tied)
    {
        using var network = HandWeights.Drawn(Network(tied));
        network.eval();
        var w = HandWeights.Of(network);
        var (rows, lengths) = (tensor(new float[] { 1, 2, 3, 4, 5, 1, 2, 0 }, [2, 4]), tensor(new long[] { 4, 3 }));
        var asked = tensor(new[] { false, false, true, false, true, false, true, false }, [2, 4]);
        var steps = network.call(rows, lengths);
        var places = stack([steps[0, 2], steps[1, 0], steps[1, 2]]);
        var hidden = nn.functional.gelu(nn.functional.linear(places, w["answer.dense.weight"], w["answer.dense.bias"]));
        hidden = nn.functional.layer_norm(hidden, [6], w["answer.norm.weight"], w["answer.norm.bias"], 1e-5);
        var keys = tied ? w["encoder.embedding.weight"] : w["answer.decoder"];
        var expected = nn.functional.linear(hidden, keys, w["answer.bias"]);
        CollectionAssert.AreEqual(new long[] { 3, 6 }, expected.shape);
        TensorAssert.AreClose(expected, network.Answer(rows, lengths, zeros_like(asked), asked), 1e-4);
    }

    [TestMethod]
    public void Tied_weights_are_saved_once_and_begin_small()
    {
        using var tied = Network(tied: true);
        using var apart = Network(tied: false);
        Assert.IsFalse(HandWeights.Of(tied).ContainsKey("answer.decoder"));
        CollectionAssert.AreEqual(new long[] { 6, 6 }, HandWeights.Of(apart)["answer.decoder"].shape);
        Assert.AreEqual(0.1, HandWeights.Of(tied)["encoder.embedding.weight"].std().item<float>(), 0.03);
        Assert.AreEqual(1, HandWeights.Of(apart)["encoder.embedding.weight"].std().item<float>(), 0.35);
        Assert.AreEqual(0, HandWeights.Of(tied)["answer.bias"].abs().max().item<float>());
    }

    [TestMethod]
    public void Weights_of_BERT_answer_as_loops_over_its_equations_do()
    {
        var bert = new BertReference(seed: 3);
        using var network = Bert();
        BertWeights.Copy(File(bert), network, BertReference.Layers, maskRow: 4);
        network.eval();
        int[] tokens = [2, 7, 9, 15, 3];
        var rows = tensor(tokens.Select(token => token + 1f).ToArray(), [1, 5]);
        var steps = network.call(rows, tensor(new long[] { 5 }));
        var expected = bert.Hidden(tokens);
        for (var step = 0; step < 5; step++)
            for (var i = 0; i < BertReference.Width; i++)
                Assert.AreEqual(expected[step][i], steps[0, step, i].item<float>(), 1e-4, $"{step}, {i}");
        var asked = tensor(new[] { false, false, true, false, false }, [1, 5]);
        var logits = network.Answer(rows, tensor(new long[] { 5 }), zeros_like(asked), asked);
        var answers = logits[0, 1..].softmax(0); // but for the missing key
        var probabilities = bert.Probabilities(tokens, 2);
        for (var word = 0; word < BertReference.Vocabulary; word++)
            Assert.AreEqual(probabilities[word], answers[word].item<float>(), 1e-4);
    }

    [TestMethod]
    public void The_word_for_a_mask_becomes_the_mask()
    {
        var bert = new BertReference(seed: 3);
        using var network = Bert();
        BertWeights.Copy(File(bert), network, BertReference.Layers, maskRow: 4);
        TensorAssert.AreSame(
            File(bert)["bert.embeddings.word_embeddings.weight"][4], HandWeights.Of(network)["answer.mask"]);
        Assert.AreEqual(0, HandWeights.Of(network)["encoder.embedding.weight"][0].abs().sum().item<float>(), "a missing key is nothing");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => BertWeights.Copy(File(bert), network, BertReference.Layers, maskRow: 20)).Message,
            "it has no 'embeddings.word_embeddings.weight of row 20'");
    }

    [TestMethod]
    public void Names_without_the_prefix_and_of_the_oldest_files_are_known()
    {
        var file = File(new BertReference(seed: 3));
        var old = file.ToDictionary(
            pair => pair.Key.Replace("bert.", "", StringComparison.Ordinal)
                .Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal)
                .Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal),
            pair => pair.Value);
        using var one = Bert();
        using var other = Bert();
        BertWeights.Copy(file, one, BertReference.Layers, 4);
        BertWeights.Copy(old, other, BertReference.Layers, 4);
        foreach (var (name, weight) in HandWeights.Of(one))
            TensorAssert.AreSame(weight, HandWeights.Of(other)[name], name);
    }

    [TestMethod]
    public void A_file_without_answers_leaves_those_of_the_network()
    {
        var file = File(new BertReference(seed: 3)).Where(pair => !pair.Key.StartsWith("cls.", StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key, pair => pair.Value);
        using var network = Bert();
        var before = HandWeights.Of(network)["answer.dense.weight"].clone();
        BertWeights.Copy(file, network, BertReference.Layers, 4);
        TensorAssert.AreSame(before, HandWeights.Of(network)["answer.dense.weight"]);
    }

    [TestMethod]
    public void What_is_missing_and_what_has_no_place_is_told_and_nothing_is_copied()
    {
        var file = File(new BertReference(seed: 3));
        file.Remove("bert.encoder.layer.1.output.dense.bias");
        file["bert.encoder.layer.2.output.dense.bias"] = zeros(8);
        file["bert.embeddings.position_ids"] = zeros(1, 10); // an index that nobody needs
        using var network = Bert();
        var before = HandWeights.Of(network)["encoder.embedding.weight"].clone();
        var e = Assert.ThrowsExactly<ArgumentException>(() => BertWeights.Copy(file, network, BertReference.Layers, 4));
        StringAssert.StartsWith(
            e.Message, "The weights are not those of this BERT: it has no 'encoder.layer.1.output.dense.bias'; "
                + "its 'encoder.layer.2.output.dense.bias' has no place here.");
        TensorAssert.AreSame(before, HandWeights.Of(network)["encoder.embedding.weight"]);
    }

    private static MaskedTokenNetwork Network(bool tied)
    {
        var layers = new TransformerEncoder { HiddenSize = 4, HeadCount = 2, FeedForwardSize = 6 };
        return new(new MaskedTokenArchitecture(
            new SequenceEncoderArchitecture(5, 1, 6, new RecurrentStackArchitecture(layers, 6), 0), tied));
    }

    private static MaskedTokenNetwork Bert()
    {
        var layers = new TransformerEncoder
        {
            HiddenSize = BertReference.Width,
            HeadCount = BertReference.Heads,
            LayerCount = BertReference.Layers,
            FeedForwardSize = BertReference.Units,
            NormalizeFirst = false,
            NormalizationEpsilon = 1e-12,
            Positions = new LearnedPositions { MaximumLength = BertReference.Places },
        };
        return new(new MaskedTokenArchitecture(
            new SequenceEncoderArchitecture(
                BertReference.Vocabulary, 1, BertReference.Width, new RecurrentStackArchitecture(layers, BertReference.Width), 0),
            TiedWeights: true));
    }

    private static Dictionary<string, Tensor> File(BertReference bert) => bert.Weights.ToDictionary(
        pair => pair.Key, pair => tensor(pair.Value.Values, [.. pair.Value.Shape.Select(size => (long)size)]));
}
