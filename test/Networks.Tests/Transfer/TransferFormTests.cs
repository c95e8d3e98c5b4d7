using DeepML.Workout;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Transfer;

/// <summary>Names that families share of their weights, rows of keys, and what is taken.</summary>
[TestClass]
public sealed class TransferFormTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DataRow("layers.linear1.weight", "linear1.weight", 1, "Body")]
    [DataRow("encoder.norm2.norm.running_mean", "norm2.norm.running_mean", 2, "Body")]
    [DataRow("layers.activation1.weight", "activation1.weight", 1, "Body")]
    [DataRow("layer2.linear.bias", "linear2.bias", 2, "Body")]
    [DataRow("layers.linear3.bias", "head.bias", 3, "Head")]
    [DataRow("output.weight", "head.weight", 0, "Head")]
    [DataRow("decoder.linear1.weight", "decoder.linear1.weight", 0, "Head")]
    [DataRow("layer1.scaling.centre", "scaling.centre", 0, "Body")]
    [DataRow("scaling.factor", "scaling.factor", 0, "Body")]
    public void Dense_weights_have_one_name_in_all_families(string weight, string name, int block, string part)
    {
        var found = TransferForm.Dense.NamesOf([weight, "layers.linear3.weight"])[weight];
        Assert.AreEqual(new TransferName(name, block, Enum.Parse<TransferPart>(part)), found);
    }

    [TestMethod]
    [DataRow("encoder.embedding.weight", "embedding.weight", 1, "Body")]
    [DataRow("embedding.weight", "embedding.weight", 1, "Body")]
    [DataRow("scaling.centre", "scaling.centre", 0, "Body")]
    [DataRow("encoder.recurrent.forward0.lstm.weight_ih_l0", "recurrent.forward0.lstm.weight_ih_l0", 1, "Body")]
    [DataRow("recurrent.forward0.lstm.weight_ih_l2", "recurrent.forward2.lstm.weight_ih_l0", 3, "Body")]
    [DataRow("recurrent.backward1.gru.bias_hh_l0", "recurrent.backward1.gru.bias_hh_l0", 2, "Body")]
    [DataRow("encoder.front.layer.weight", "front.layer.weight", 1, "Body")]
    [DataRow("attention.weight", "attention.weight", 0, "Bridge")]
    [DataRow("encoder.importance.bias", "importance.bias", 0, "Bridge")]
    [DataRow("answer.weight", "answer.weight", 0, "Head")]
    [DataRow("bias", "bias", 0, "Head")]
    public void Weights_of_sequences_are_the_same_with_and_without_what_lies_around(string weight, string name, int block, string part) =>
        Assert.AreEqual(
            new TransferName(name, block, Enum.Parse<TransferPart>(part)), TransferForm.Sequences.NamesOf([weight])[weight]);

    [TestMethod]
    public void Layers_over_keys_stand_one_block_higher_than_layers_over_numbers()
    {
        const string Layer = "recurrent.forward0.lstm.weight_ih_l0";
        Assert.AreEqual(1, TransferForm.Sequences.NamesOf([Layer])[Layer].Block);
        Assert.AreEqual(2, TransferForm.Sequences.NamesOf([Layer, "embedding.weight"])[Layer].Block);
        Assert.AreEqual(2, TransferForm.Sequences.NamesOf([Layer, "encoder.front.conv.weight"])[Layer].Block);
    }

    [TestMethod]
    [DataRow("something.else")]
    [DataRow("layersX.linear1.weight")]
    [DataRow("recurrent.sideways0.lstm.weight_l0")]
    public void A_weight_that_no_family_has_gets_no_name(string weight)
    {
        Assert.IsEmpty(TransferForm.Dense.NamesOf([weight]));
        Assert.IsEmpty(TransferForm.Sequences.NamesOf([weight]));
    }

    [TestMethod]
    public void The_embedding_is_known_alone_and_within_an_encoder()
    {
        Assert.IsTrue(SequenceTransfer.IsEmbedding("embedding.weight"));
        Assert.IsTrue(SequenceTransfer.IsEmbedding("encoder.embedding.weight"));
        Assert.IsFalse(SequenceTransfer.IsEmbedding("embedding.bias"));
        Assert.IsFalse(SequenceTransfer.IsEmbedding("decoder.embedding.weight"));
    }

    [TestMethod]
    public void Rows_of_known_keys_move_to_their_new_places_and_the_first_of_two_equal_keys_counts()
    {
        var rows = arange(8, float32).view(4, 2); // nothing, "a", "b", "a" again
        var (moved, shared) = KeyRows.Of(rows, ["a", "b", "a"], ["b", "new", "a"]);
        Assert.AreEqual(2, shared);
        CollectionAssert.AreEqual(new long[] { 4, 2 }, moved.shape);
        TensorAssert.Holds([0, 1], moved[0], 0);
        TensorAssert.Holds([4, 5], moved[1], 0);
        TensorAssert.Holds([2, 3], moved[3], 0);
    }

    [TestMethod]
    public void Rows_of_new_keys_are_spread_as_the_known_ones_are()
    {
        var rows = (randn(300, 3) * tensor(new[] { 0.1f, 1, 5 })) + tensor(new[] { 1f, 0, -2 });
        string[] known = [.. Enumerable.Range(0, 299).Select(i => $"k{i}")], wanted = [.. Enumerable.Range(0, 2000).Select(i => $"n{i}")];
        var (drawn, shared) = KeyRows.Of(rows, known, wanted);
        Assert.AreEqual(0, shared);
        var fresh = drawn[1..];
        for (var number = 0; number < 3; number++)
        {
            var (mean, deviation) = (rows[.., number].mean().item<float>(), rows[.., number].std().item<float>());
            Assert.AreEqual(mean, fresh[.., number].mean().item<float>(), deviation * 0.1);
            Assert.AreEqual(deviation, fresh[.., number].std().item<float>(), deviation * 0.1);
        }
    }

    [TestMethod]
    public void Copies_of_weights_are_independent_and_go_with_their_owner()
    {
        using var network = nn.Linear(2, 2);
        var taken = TransferWeights.CopyOf(network.state_dict());
        using (no_grad())
            network.weight.zero_();
        Assert.AreNotEqual(0, taken.Weights["weight"].abs().sum().item<float>());
        Assert.IsFalse(taken.Weights["weight"].requires_grad);
        taken.Dispose();
        Assert.IsTrue(taken.Weights["weight"].IsInvalid);
    }

    [TestMethod]
    public void A_function_is_told_with_its_slope_alike_in_every_culture()
    {
        Assert.AreEqual("ReLU", TransferWeights.FunctionOf(Activation.ReLU, null));
        Assert.AreEqual("ELU 0.5", GermanNumbers.In(() => TransferWeights.FunctionOf(Activation.ELU, 0.5)));
    }

    [TestMethod]
    public void Differences_up_to_twelve_are_listed_and_the_rest_is_counted()
    {
        Assert.AreEqual("a; b", LayerTransfer.Listed(["a", "b"]));
        var twelve = Enumerable.Range(1, 12).Select(i => $"{i}").ToArray();
        Assert.AreEqual(string.Join("; ", twelve), LayerTransfer.Listed(twelve));
        Assert.AreEqual($"{string.Join("; ", twelve)}; and 2 more", LayerTransfer.Listed([.. twelve, "13", "14"]));
    }
}
