using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>Networks that answer each step, or write keys: part by part, forced and from their own keys.</summary>
[TestClass]
public sealed class SequenceAnswersTests
{
    private static readonly SequenceEncoderArchitecture Read =
        new(0, 1, 0, new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 4 }, 1), 0);

    public static IEnumerable<object[]> Decoders =>
    [
        [new GruEncoder { HiddenSize = 5 }], [new LstmEncoder { HiddenSize = 5 }],
        [new TransformerEncoder { HiddenSize = 4, HeadCount = 2, LayerCount = 2, Causal = true }],
    ];

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Segments_of_a_long_sequence_are_answered_like_the_whole()
    {
        using var network = HandWeights.Drawn(new RecurrentTaggingNetwork(new RecurrentTaggingArchitecture(Read, 3)));
        network.eval();
        var (rows, lengths) = (randn(2, 7), tensor(new long[] { 7, 7 }));
        var (first, states) = network.Segment(rows, 0, 3, null);
        var (second, _) = network.Segment(rows, 3, 4, states);
        var whole = network.call(rows, lengths);
        CollectionAssert.AreEqual(new long[] { 2, 7, 3 }, whole.shape);
        TensorAssert.AreClose(whole, cat([first, second], 1), 1e-5);
    }

    [TestMethod]
    public void The_features_of_a_tagged_sequence_are_the_mean_of_its_steps()
    {
        using var network = HandWeights.Drawn(new RecurrentTaggingNetwork(new RecurrentTaggingArchitecture(Read, 3)));
        network.eval();
        var (rows, lengths) = (randn(2, 5), tensor(new long[] { 5, 2 }));
        CollectionAssert.AreEqual(new[] { "steps" }, network.LayerNames.ToArray());
        var features = network.OutputOf([rows, lengths], 0);
        CollectionAssert.AreEqual(new long[] { 2, 4 }, features.shape);
        TensorAssert.AreClose(network.OutputOf([rows[1..2, ..2], lengths[1..2]], 0), features[1..2], 1e-5);
    }

    [TestMethod]
    [DynamicData(nameof(Decoders))]
    public void A_forced_key_is_seen_by_the_next_step_and_an_own_one_in_its_place_where_asked(SequenceEncoder decoder)
    {
        using var network = Translation(decoder);
        var (rows, lengths) = (randn(3, 4), tensor(new long[] { 4, 2, 3 }));
        var targets = tensor(new long[] { 1, 2, 0, 2, 1, 2, 1, 1, 0 }, [3, 3]);
        var forced = network.Force(rows, lengths, targets, new bool[3]);
        CollectionAssert.AreEqual(new long[] { 3, 3, 3 }, forced.shape);
        var (memory, state) = network.Encode(rows, lengths);
        var previous = zeros(3, dtype: ScalarType.Int64);
        for (var step = 0; step < 3; step++)
        {
            (var logits, state) = network.Step(memory, previous, state);
            TensorAssert.AreClose(logits, forced[.., step], 1e-5, $"step {step}");
            previous = targets[.., step];
        }
        var own = network.Force(rows, lengths, targets, [true, false, false]);
        TensorAssert.AreClose(forced[.., 0], own[.., 0], 1e-5, "the first step sees no key");
        var said = own[.., 0].argmax(1);
        var replaced = cat([said.unsqueeze(1), targets[.., 1..]], 1);
        TensorAssert.AreClose(network.Force(rows, lengths, replaced, new bool[3]), own, 1e-5);
    }

    [TestMethod]
    [DynamicData(nameof(Decoders))]
    public void Rows_of_a_memory_and_a_state_can_be_taken_in_another_order(SequenceEncoder decoder)
    {
        using var network = Translation(decoder);
        var (rows, lengths) = (randn(3, 4), tensor(new long[] { 4, 2, 3 }));
        var (memory, state) = network.Encode(rows, lengths);
        var first = tensor(new long[] { 1, 2, 1 });
        (_, state) = network.Step(memory, first, state);
        var order = tensor(new long[] { 2, 0, 0 });
        var keys = tensor(new long[] { 2, 1, 0 });
        var expected = network.Step(memory, keys, state).Logits;
        var taken = network.Step(memory.Rows(order), keys.index_select(0, order), state.Rows(order)).Logits;
        TensorAssert.AreClose(expected.index_select(0, order), taken, 1e-5);
    }

    [TestMethod]
    public void What_writes_is_a_network_of_the_decoders_kind()
    {
        using var recurrent = Translation(new GruEncoder { HiddenSize = 5 });
        using var attending = Translation(new TransformerEncoder { HiddenSize = 4, HeadCount = 1, Causal = true });
        Assert.IsInstanceOfType<RecurrentTranslationNetwork>(recurrent);
        Assert.IsInstanceOfType<TransformerTranslationNetwork>(attending);
        Assert.AreEqual(
            "The network reads sequences, which have lengths of their own.",
            Assert.ThrowsExactly<InvalidOperationException>(() => recurrent.LengthsOf(randn(1, 4))).Message);
        Assert.IsNull(attending.Scaling);
    }

    [TestMethod]
    public void Keys_that_were_written_before_begin_with_the_start() => TensorAssert.Holds(
        [0, 5, 7, 0, 1, 2], EndedKeys.Before(tensor(new long[] { 5, 7, 9, 1, 2, 3 }, [2, 3])), 0);

    [TestMethod]
    public void A_sequence_that_ends_has_one_key_more_and_none_behind_it()
    {
        var (keys, targets) = EndedKeys.Of(tensor(new float[] { 3, 1, 0, 2, 0, 0 }, [2, 3]), tensor(new long[] { 2, 1 }));
        TensorAssert.Holds([3, 1, 0, 2, 0, 0], keys, 0);
        TensorAssert.Holds([3, 1, 0, 2, 0, -1], targets, 0);
    }

    [TestMethod]
    public void The_mean_of_written_errors_is_for_each_row_its_own() => TensorAssert.Holds(
        [2, 0.5f], new WrittenErrors(zeros(2), tensor(new[] { 6f, 2 }), tensor(new[] { 3f, 4 })).Mean);

    [TestMethod]
    public void Answers_of_a_summary_are_those_of_its_features()
    {
        foreach (var pooling in Enum.GetValues<SequencePooling>())
        {
            using var network = HandWeights.Drawn(new RecurrentSequenceNetwork(new RecurrentSequenceArchitecture(Read, pooling, 2)));
            network.eval();
            var (rows, lengths) = (randn(3, 5), tensor(new long[] { 5, 1, 3 }));
            var features = network.FeaturesOf(rows, lengths);
            Assert.AreEqual(4L, features.size(1));
            Assert.AreEqual(4, network.FeatureCount);
            TensorAssert.AreSame(network.call(rows, lengths), network.AnswerTo(features));
            TensorAssert.AreSame(features, network.OutputOf([rows, lengths], network.FeatureLayer));
            TensorAssert.AreSame(network.call(rows, lengths), network.OutputOf([rows, lengths], 2));
        }
    }

    [TestMethod]
    [DataRow(new long[] { }, new long[] { }, 0)]
    [DataRow(new long[] { 1, 2, 3 }, new long[] { }, 3)]
    [DataRow(new long[] { 1, 2, 3 }, new long[] { 2, 3, 1 }, 2)]
    [DataRow(new long[] { 1, 1, 1, 1 }, new long[] { 1 }, 3)]
    public void Edits_are_as_many_both_ways(long[] one, long[] other, int edits)
    {
        Assert.AreEqual(edits, EditDistance.Between(one, other));
        Assert.AreEqual(edits, EditDistance.Between(other, one));
    }

    private static SequenceToSequenceNetwork Translation(SequenceEncoder decoder)
    {
        var network = HandWeights.Drawn(SequenceToSequenceNetwork.Of(new SequenceToSequenceArchitecture(Read, 2, 4, decoder)), 0.6);
        network.eval();
        return network;
    }
}
