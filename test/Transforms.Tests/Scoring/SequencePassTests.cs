using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Scoring;

[TestClass]
public sealed class SequencePassTests
{
    private const int Classes = 3, LongestLength = 9;

    private static readonly Dictionary<string, SequenceEncoder> Encoders = new()
    {
        ["LSTM"] = new LstmEncoder { HiddenSize = 5 },
        ["two LSTMs"] = new LstmEncoder { HiddenSize = 20, LayerCount = 2 },
        ["GRU"] = new GruEncoder { HiddenSize = 17 },
        ["two GRUs"] = new GruEncoder { HiddenSize = 6, LayerCount = 2 },
        ["two LSTMs with noise"] = new LstmEncoder { HiddenSize = 6, LayerCount = 2, HiddenNoise = 0.1 },
        ["two GRUs with noise"] = new GruEncoder { HiddenSize = 6, LayerCount = 2, HiddenNoise = 0.1 },
        ["time delay"] = new TimeDelayEncoder { HiddenSize = 7, LayerCount = 3, Taps = 3 },
    };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Cases =>
        from name in Encoders.Keys from pooling in Enum.GetValues<SequencePooling>() select new object[] { name, pooling };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void A_single_sequence_of_numbers_gets_the_answer_that_torch_gives(string encoder, SequencePooling pooling)
    {
        using var model = Model(Encoders[encoder], pooling, keys: 0);
        Assert.IsNotNull(model.CreateRowPass);
        var random = new Random(1);
        Same(model, Enumerable.Range(0, LongestLength + 3).Select(length =>
            new Numbers { Steps = [.. Enumerable.Range(0, 2 * length).Select(_ => (float)((10 * random.NextDouble()) - 5))] }));
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void A_single_sequence_of_keys_gets_the_answer_that_torch_gives(string encoder, SequencePooling pooling)
    {
        using var model = Model(Encoders[encoder], pooling, keys: 12);
        var random = new Random(1);
        Same(model, Enumerable.Range(0, LongestLength + 3).Select(length =>
            new Keys { Steps = [.. Enumerable.Range(0, length).Select(_ => (uint)random.Next(13))] }));
    }

    [TestMethod]
    public void Encoders_that_read_both_ways_are_not_computed_here_or_are_large_are_left_to_torch()
    {
        Assert.IsNull(Of(new LstmEncoder(), bidirectional: true));
        Assert.IsNull(Of(new ElmanEncoder()));
        Assert.IsNull(Of(new PeepholeLstmEncoder()));
        Assert.IsNull(Of(new GruEncoder { ResetBefore = true }));
        Assert.IsNull(Of(new TimeDelayEncoder { BothWays = true }));
        Assert.IsNull(Of(new TimeDelayEncoder { Delays = [[0, 1, 2]] }));
        Assert.IsNull(Of(new TimeDelayEncoder { Activation = Activation.Tanh }));
        Assert.IsNull(Of(new TransformerEncoder()));
        Assert.IsNull(Of(new LstmEncoder { HiddenSize = 400 }));
    }

    private static Func<ScoreRow>? Of(SequenceEncoder encoder, bool bidirectional = false)
    {
        using var model = Model(encoder, SequencePooling.Last, keys: 0, bidirectional);
        return model.CreateRowPass;
    }

    private void Same<T>(RecurrentNetworkTransformer model, IEnumerable<T> rows)
        where T : class
    {
        var data = _ml.Data.LoadFromEnumerable(rows.ToArray());
        var batch = _ml.Data.CreateEnumerable<Scored>(model.Transform(data), reuseRowObject: false).Select(s => s.Score).ToList();
        var mapper = model.GetRowToRowMapper(data.Schema);
        var column = mapper.OutputSchema["Score"];
        using var cursor = data.GetRowCursor(mapper.GetDependencies([column]));
        using var row = mapper.GetRow(cursor, [column]);
        var getter = row.GetGetter<VBuffer<float>>(column);
        var score = default(VBuffer<float>);
        for (var i = 0; cursor.MoveNext(); i++)
        {
            getter(ref score);
            for (var c = 0; c < Classes; c++)
                Assert.AreEqual(batch[i][c], score.GetItemOrDefault(c), 1e-5, $"sequence {i}, class {c}");
        }
    }

    private static RecurrentNetworkTransformer Model(SequenceEncoder encoder, SequencePooling pooling, int keys, bool bidirectional = false)
    {
        random.manual_seed(1);
        var stack = new RecurrentStackArchitecture(encoder, keys > 0 ? 4 : 2, bidirectional);
        var architecture = new RecurrentSequenceArchitecture(
            new SequenceEncoderArchitecture(
                keys, keys > 0 ? 1 : 2, keys > 0 ? 4 : 0, stack, 0, keys > 0 ? ScalingForm.None : ScalingForm.Linear), pooling, Classes);
        var network = new RecurrentSequenceNetwork(architecture);
        if (network.Scaling is { } scaling)
            scaling.Set(new ColumnScales([1, -1], [0.5f, 0.25f], [0, 0], [ScalingCurve.Straight, ScalingCurve.Straight]));
        network.eval();
        return new RecurrentNetworkTransformer(
            new MLContext(1),
            new RecurrentNetworkDescription("Steps", new SequenceShape(keys, keys > 0 ? 1 : 2, LongestLength), architecture,
                new MulticlassHead(Classes, null), new TrainingHistory()),
            network, CPU);
    }

    private sealed class Numbers
    {
        [VectorType]
        public float[] Steps { get; set; } = [];
    }

    private sealed class Keys
    {
        [VectorType, KeyType(12)]
        public uint[] Steps { get; set; } = [];
    }

    private sealed class Scored
    {
        public float[] Score { get; set; } = [];
    }
}
