using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences.Attention;

/// <summary>Columns of the weights by which networks look at what they read.</summary>
[TestClass]
public sealed class AttentionColumnTests
{
    private const float No = float.NaN;

    private static readonly SequenceOutputs Shown = new() { AttentionWeights = "Weights" };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_summary_has_one_weight_a_step_and_steps_have_one_for_each_that_they_look_at()
    {
        using var scope = NewDisposeScope();
        var summary = new AttentionColumn("Weights", "Numbers", 4);
        var weights = tensor(new[] { 0.25f, 0.75f, 0, 1, 0, 0 }, [2, 3]);
        CollectionAssert.AreEqual(
            new[] { 0.25f, 0.75f, No, No, 1, No, No, No },
            HandSet.Numbers(summary.Padded(tensor(new[] { 0.25f, 0.75f, 0, 1, 0, 0 }, [2, 3]), tensor(new long[] { 2, 1 }))));
        Assert.IsNull(summary.LookingColumn);
        var steps = new AttentionColumn("Weights", "Numbers", 3, "Other", 4);
        var looks = tensor(new[] { 0.5f, 0.5f, 0.1f, 0.9f }, [1, 2, 2]);
        CollectionAssert.AreEqual(
            new[] { 0.5f, 0.5f, 0, 0.1f, 0.9f, 0, No, No, No, No, No, No },
            HandSet.Numbers(steps.Padded(looks, tensor(new long[] { 2 }))),
            "0 behind the end of what is read, nothing behind that of what looks");
        Assert.AreEqual(3, ((VectorDataViewType)steps.Output().Type).Dimensions[^1]);
        Assert.IsFalse(((VectorDataViewType)summary.Output().Type).IsKnownSize);
    }

    [TestMethod]
    public void There_is_a_column_where_it_has_a_name_and_the_network_looks_at_all()
    {
        var shape = new SequenceShape(0, 1, 4);
        Assert.IsNull(AttentionColumn.Of(null, "Numbers", shape, ofSummary: true));
        Assert.IsNull(AttentionColumn.Of(new SequenceOutputs(), "Numbers", shape, ofSummary: true));
        Assert.AreEqual(new AttentionColumn("Weights", "Numbers", 4), AttentionColumn.Of(Shown, "Numbers", shape, ofSummary: true));
        Assert.AreEqual(
            new AttentionColumn("Weights", "Numbers", 4, "Numbers", 4), AttentionColumn.Of(Shown, "Numbers", shape, ofSummary: false));
        var column = AttentionColumn.Of(Shown, "Numbers", shape, ofSummary: false)!;
        column.Check(has: true);
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => column.Check(has: false)).Message,
            "column 'Weights' is of attention weights, and the network has no attention");
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => (column with { ReadLength = 20_000, LookingLength = 20_000 }).Check(true)).Message,
            "the weights of column 'Weights'");
        Assert.ThrowsExactly<FormatException>((Tagging(new GruEncoder { HiddenSize = 3 })).Check, "it looks at nothing");
    }

    [TestMethod]
    public void Weights_of_a_summary_add_up_to_1_and_say_which_steps_it_is_made_of()
    {
        var description = Summing(SequencePooling.Attention);
        description.Check();
        var network = HandSet.Reading(() => description.CreateNetwork(), 3);
        using var model = new RecurrentNetworkTransformer(_ml, description, network, CPU);
        float[][] rows = [[1, -2, 3], [4], [0.5f, 0.1f, -1, 2, 9, 9]];
        var weights = model.Transform(_ml.Rows(rows)).GetColumn<float[]>("Weights").ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            var read = rows[i].Take(4).ToArray();
            Assert.HasCount(read.Length, weights[i], "longer rows are cut");
            Assert.AreEqual(1, weights[i].Sum(), 1e-5);
            using var scope = NewDisposeScope();
            using var gradientsOff = no_grad();
            var direct = HandSet.Numbers(network.Look(
                tensor(read, [1, read.Length]), tensor(new long[] { read.Length })).Weights);
            Cells.AreEqual([direct], [weights[i]], 1e-5, $"row {i}");
        }
        Assert.IsNull(model.CreateRowPass, "the pass without torch keeps no weights");
        using var engine = _ml.Model.CreatePredictionEngine<HandSet.NumberRow, Looked>(model);
        Cells.AreEqual([weights[0]], [engine.Predict(new HandSet.NumberRow { Numbers = rows[0] }).Weights], 1e-5, "one by one");
    }

    [TestMethod]
    public void Steps_of_a_transformer_look_at_all_steps_that_there_are()
    {
        var description = Tagging(new TransformerEncoder { HiddenSize = 4, HeadCount = 2 });
        description.Check();
        using var model = new SequenceTaggerTransformer(
            _ml, description, HandSet.Reading(() => description.CreateNetwork(), 2), CPU);
        var made = model.Transform(_ml.Rows([1, 2, 3], [5], []));
        var weights = made.GetColumn<float[]>("Weights").ToArray();
        Assert.HasCount(3 * 4, weights[0]);
        foreach (var step in weights[0].Chunk(4))
        {
            Assert.AreEqual(1, step.Sum(), 1e-5);
            Assert.AreEqual(0, step[3], "nothing is behind the end");
            Assert.IsTrue(step[..3].All(weight => weight > 0));
        }
        CollectionAssert.AreEqual(new float[] { 1, 0, 0, 0 }, weights[1]);
        Assert.IsEmpty(weights[2]);
        Assert.HasCount(3, made.GetColumn<uint[]>("Tags").First());
    }

    [TestMethod]
    public void Keys_that_are_written_look_at_what_was_read()
    {
        var encoder = new SequenceEncoderArchitecture(0, 1, 0, HandSet.Stack(1), 0);
        var description = new SequenceToSequenceDescription(
            "Written", "Numbers", new SequenceShape(0, 1, 4),
            new SequenceToSequenceArchitecture(encoder, 2, 3, new GruEncoder { HiddenSize = 3 }), 3, 1, null, new TrainingHistory(), Shown);
        description.Check();
        Assert.AreEqual(new AttentionColumn("Weights", "Numbers", 4, "Written", 3), description.Attention);
        var network = HandSet.Answering(SequenceToSequenceNetwork.Of(description.Architecture), [0, 0, 9]);
        using var model = new SequenceToSequenceTransformer(_ml, description, network, CPU);
        var made = model.Transform(_ml.Rows([1, 2], [3, 1, 2, 5]));
        var weights = made.GetColumn<float[]>("Weights").ToArray();
        foreach (var (row, steps) in new[] { (0, 2), (1, 4) })
        {
            Assert.HasCount(3 * 4, weights[row]);
            foreach (var key in weights[row].Chunk(4))
            {
                Assert.AreEqual(1, key.Sum(), 1e-5);
                Assert.IsTrue(key[..steps].All(weight => weight > 0) && key[steps..].All(weight => weight == 0));
            }
        }
        using var silent = new SequenceToSequenceTransformer(
            _ml, description, HandSet.Answering(SequenceToSequenceNetwork.Of(description.Architecture), [9, 0, 0]), CPU);
        Assert.IsEmpty(silent.Transform(_ml.Rows([1, 2])).GetColumn<float[]>("Weights").Single(), "nothing is written");
    }

    [TestMethod]
    public void The_column_is_saved_with_the_model()
    {
        var description = Summing(SequencePooling.Attention);
        using var model = new RecurrentNetworkTransformer(
            _ml, description, HandSet.Reading(() => description.CreateNetwork(), 3), CPU);
        using var loaded = _ml.Reloaded(model);
        var data = _ml.Rows([1, -2, 3], [4]);
        Cells.AreEqual(
            [.. model.Transform(data).GetColumn<float[]>("Weights")], [.. loaded.Transform(data).GetColumn<float[]>("Weights")], 0, "");
        Assert.AreEqual("Weights", ((IShowsAttention)loaded).Attention!.Name);
    }

    private static RecurrentNetworkDescription Summing(SequencePooling pooling) => new(
        "Numbers", new SequenceShape(0, 1, 4),
        new RecurrentSequenceArchitecture(new SequenceEncoderArchitecture(0, 1, 0, HandSet.Stack(1), 0), pooling, 1),
        new RegressionHead(), new TrainingHistory(), Outputs: Shown);

    private static SequenceTaggerDescription Tagging(SequenceEncoder encoder) => new(
        "Tags", "Numbers", new SequenceShape(0, 1, 4),
        new RecurrentTaggingArchitecture(
            new SequenceEncoderArchitecture(0, 1, 0, new RecurrentStackArchitecture(encoder, 1), 0), 3),
        null, new TrainingHistory(), Outputs: Shown);

    private sealed class Looked
    {
        public float[] Weights { get; set; } = [];
    }
}
