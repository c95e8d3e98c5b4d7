using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Transfer;

[TestClass]
public sealed class SequenceTransferTests
{
    [TestMethod]
    public void A_network_that_answers_once_takes_the_layers_of_a_language_model_block_by_block()
    {
        using var scope = NewDisposeScope();
        var stack = new RecurrentStackArchitecture(new LstmEncoder { HiddenSize = 3, LayerCount = 2 }, 4);
        using var source = new TokenLanguageNetwork(new(6, 4, stack));
        using var target = new RecurrentSequenceNetwork(new(new(5, 1, 4, stack, 0), SequencePooling.Attention, 2));
        var attention = target.state_dict()["attention.weight"].clone();
        var taken = LayerTransfer.Copy(source.state_dict(), target, TransferForm.Sequences, keepHead: false, []);
        Assert.AreEqual(3, taken.Blocks);
        Assert.AreEqual(1, taken.Weights["encoder.embedding.weight"].Block);
        foreach (var (name, taking) in taken.Weights.Where(weight => weight.Key.Contains("lstm", StringComparison.Ordinal)))
            Assert.AreEqual(name.EndsWith("_l1", StringComparison.Ordinal) ? 3 : 2, taking.Block, name);
        Assert.IsTrue(attention.equal(target.state_dict()["attention.weight"]).all().item<bool>());
        Assert.IsFalse(taken.Weights.ContainsKey("answer.weight"));
    }

    [TestMethod]
    public void Both_directions_of_a_layer_are_one_block_and_attention_goes_along_where_both_have_it()
    {
        using var scope = NewDisposeScope();
        var stack = new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 3, LayerCount = 2 }, 2, Bidirectional: true);
        var architecture = new RecurrentSequenceArchitecture(new(0, 2, 0, stack, 0, ScalingForm.Linear), SequencePooling.Attention, 2);
        using var source = new RecurrentSequenceNetwork(architecture);
        using var target = new RecurrentSequenceNetwork(architecture with { AnswerSize = 3 });
        var taken = LayerTransfer.Copy(source.state_dict(), target, TransferForm.Sequences, keepHead: false, []);
        Assert.AreEqual(2, taken.Blocks);
        foreach (var (name, taking) in taken.Weights.Where(weight => weight.Key.Contains("ward", StringComparison.Ordinal)))
            Assert.AreEqual(name.Contains("ward1", StringComparison.Ordinal) ? 2 : 1, taking.Block, name);
        foreach (var name in new[] { "attention.weight", "encoder.scaling.centre", "encoder.recurrent.backward1.gru.weight_hh_l0" })
            Assert.IsTrue(source.state_dict()[name].equal(target.state_dict()[name]).all().item<bool>(), name);
    }

    [TestMethod]
    [DataRow(0, 0.1)]
    [DataRow(0.1, 0)]
    public void Layers_that_torch_stacks_and_layers_with_noise_between_them_take_each_others_weights(double from, double to)
    {
        using var scope = NewDisposeScope();
        RecurrentSequenceNetwork Network(double noise) => new(new(
            new(0, 2, 0, new(new GruEncoder { HiddenSize = 3, LayerCount = 3, HiddenNoise = noise }, 2), 0), SequencePooling.Mean, 2));
        using var source = Network(from);
        using var target = Network(to);
        var taken = LayerTransfer.Copy(source.state_dict(), target, TransferForm.Sequences, keepHead: true, []);
        Assert.AreEqual(3, taken.Blocks);
        source.eval();
        target.eval();
        var (rows, lengths) = (randn(2, 8), tensor(new long[] { 4, 2 }));
        Assert.IsLessThan(1e-6f, (source.call(rows, lengths) - target.call(rows, lengths)).abs().max().item<float>());
    }

    [TestMethod]
    public void Keys_of_both_vocabularies_keep_their_numbers_and_others_are_drawn_like_them()
    {
        using var scope = NewDisposeScope();
        var rows = randn(2001, 3).mul(0.1).add(5);
        string[] known = [.. Enumerable.Range(0, 2000).Select(i => $"word {i}")];
        var (found, shared) = KeyRows.Of(rows, known, ["new", "word 7", .. Enumerable.Range(0, 500).Select(i => $"other {i}"), "word 0"]);
        Assert.AreEqual(2, shared);
        CollectionAssert.AreEqual(new long[] { 504, 3 }, found.shape);
        foreach (var (from, to) in new[] { (0, 0), (8, 2), (1, 503) }) // the missing key, "word 7", "word 0"
            Assert.IsTrue(rows[from].equal(found[to]).all().item<bool>());
        var drawn = found.narrow(0, 3, 500);
        Assert.AreEqual(5, drawn.mean().item<float>(), 0.02);
        Assert.AreEqual(0.1, drawn.std().item<float>(), 0.02);
    }
}
