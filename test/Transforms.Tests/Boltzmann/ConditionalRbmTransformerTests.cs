using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Boltzmann;

/// <summary>A machine with a past of two frames of three bits, and two hidden units, against loops over its weights.</summary>
[TestClass]
public sealed class ConditionalRbmTransformerTests
{
    private const int Frame = 3, Past = 2, Hidden = 2, Passes = 4;

    private static readonly float[] Weights = Drawn(Hidden * Frame, 1), VisibleBias = Drawn(Frame, 2), HiddenBias = Drawn(Hidden, 3);

    private static readonly float[] PastVisible = Drawn(Frame * Past * Frame, 4), PastHidden = Drawn(Hidden * Past * Frame, 5);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Every_column_is_that_of_a_loop_over_the_weights()
    {
        using var machine = Machine("Next", "Energy");
        float[][] rows = [[1, 0, 1, 0, 0, 1, 1, 1, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0], [1, 1, 1, 0, 1, 0, 0, 0, 1]];
        var scored = machine.Transform(Rows(rows));
        var (means, next) = (scored.GetColumn<float[]>("Hidden").ToArray(), scored.GetColumn<float[]>("Next").ToArray());
        var energies = scored.GetColumn<float>("Energy").ToArray();
        for (var row = 0; row < rows.Length; row++)
        {
            var (past, present) = (rows[row][..6], Array.ConvertAll(rows[row][6..], x => (double)x));
            var energy = 0.0;
            for (var hidden = 0; hidden < Hidden; hidden++)
            {
                Assert.AreEqual(Sigmoid(Input(present, past, hidden)), means[row][hidden], 1e-6, $"row {row}");
                energy -= Math.Log(1 + Math.Exp(Input(present, past, hidden)));
            }
            for (var visible = 0; visible < Frame; visible++)
                energy -= present[visible] * (VisibleBias[visible] + Driven(PastVisible, past, visible));
            Assert.AreEqual(energy, energies[row], 1e-5, $"row {row}");
            AreEqual(Following(rows[row][3..]), next[row], $"row {row}");
        }
    }

    [TestMethod]
    public void Columns_without_a_name_are_not_there()
    {
        using var machine = Machine(null, null);
        CollectionAssert.AreEqual(
            new[] { "Frames", "Hidden" }, machine.GetOutputSchema(Rows([0, 0, 0, 0, 0, 0, 0, 0, 0]).Schema).Select(c => c.Name).ToArray());
        Assert.AreEqual((Frame, Past, Hidden, VisibleUnits.Bernoulli),
            (machine.FrameSize, machine.PastFrames, machine.HiddenSize, machine.VisibleUnits));
    }

    [TestMethod]
    public void A_sequence_goes_on_from_what_was_predicted()
    {
        using var machine = Machine("Next", null);
        float[][] seen = [[1, 1, 1], [1, 0, 0], [0, 1, 1]];
        var made = machine.Predict(seen, count: 3);
        float[] first = Following([1, 0, 0, 0, 1, 1]), second = Following([0, 1, 1, .. first]);
        AreEqual(first, made[0], "what lies before the past is not looked at");
        AreEqual(second, made[1], "second");
        AreEqual(Following([.. first, .. second]), made[2], "third");
    }

    [TestMethod]
    public void Drawn_frames_are_bits_the_same_for_a_seed_and_as_likely_as_their_means()
    {
        using var machine = Machine("Next", null);
        float[][] seen = [[1, 0, 0], [0, 1, 1]];
        var drawn = machine.Generate(seen, 40, gibbsSteps: 2, means: false, seed: 3);
        Assert.IsTrue(drawn.SelectMany(frame => frame).All(bit => bit is 0 or 1));
        CollectionAssert.AreEqual(
            drawn.SelectMany(frame => frame).ToArray(),
            machine.Generate(seen, 40, gibbsSteps: 2, means: false, seed: 3).SelectMany(frame => frame).ToArray());
        CollectionAssert.AreNotEqual(
            drawn.SelectMany(frame => frame).ToArray(),
            machine.Generate(seen, 40, gibbsSteps: 2, means: false, seed: 4).SelectMany(frame => frame).ToArray());
        Assert.IsTrue(machine.Generate(seen, 5, seed: 3).SelectMany(frame => frame).All(mean => mean is > 0 and < 1));
        // The first frame after 30 steps: as often as the states of the machine under this past.
        var often = new double[Frame];
        for (var seed = 0; seed < 600; seed++)
        {
            var frame = machine.Generate(seen, 1, gibbsSteps: 30, means: false, seed: seed)[0];
            for (var bit = 0; bit < Frame; bit++)
                often[bit] += frame[bit] / 600;
        }
        float[] past = [1, 0, 0, 0, 1, 1];
        double[][] states = [.. Enumerable.Range(0, 8).Select(s => new double[] { s & 1, (s >> 1) & 1, s >> 2 })];
        var weights = Array.ConvertAll(states, state =>
        {
            var weight = 1.0;
            for (var bit = 0; bit < Frame; bit++)
                weight *= Math.Exp(state[bit] * (VisibleBias[bit] + Driven(PastVisible, past, bit)));
            for (var hidden = 0; hidden < Hidden; hidden++)
                weight *= 1 + Math.Exp(Input(state, past, hidden));
            return weight;
        });
        for (var bit = 0; bit < Frame; bit++)
            Assert.AreEqual(states.Zip(weights, (state, weight) => state[bit] * weight).Sum() / weights.Sum(), often[bit], 0.07, $"{bit}");
    }

    [TestMethod]
    public void What_cannot_be_gone_on_from_is_said()
    {
        using var machine = Machine("Next", null);
        float[] frame = [1, 0, 0];
        StringAssert.Contains(Refused([frame]), "There are 1 frames; at least 2 are needed to go on from.");
        StringAssert.Contains(Refused([frame, [1, 0]]), "Each frame must have 3 finite numbers; frame 1 has not.");
        StringAssert.Contains(Refused([[1, float.NaN, 0], frame]), "frame 0 has not");
        StringAssert.Contains(Refused([frame, null!]), "frame 1 has not");
        Assert.ThrowsExactly<ArgumentNullException>(() => machine.Predict(null!));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => machine.Predict([frame, frame], 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => machine.Generate([frame, frame], 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => machine.Generate([frame, frame], 1, gibbsSteps: 0));

        string Refused(float[][] past) => Assert.ThrowsExactly<ArgumentException>(() => machine.Predict(past)).Message;
    }

    [TestMethod]
    public void A_description_that_does_not_fit_together_is_refused()
    {
        var sound = Description("Next", null);
        sound.Check();
        var machine = sound.Architecture.Machine;
        Refused(sound with { Passes = 0 }, "Passes is 0");
        Refused(sound with { Passes = 10_001 }, "Passes is 10001");
        Refused(sound with { Architecture = sound.Architecture with { PastFrames = 0 } }, "PastFrames is 0");
        Refused(sound with { Architecture = sound.Architecture with { PastFrames = 10_001 } }, "PastFrames is 10001");
        Refused(sound with { Architecture = sound.Architecture with { Machine = machine with { HiddenSize = 0 } } }, "HiddenSize is 0");
        Refused(
            sound with { Architecture = new(machine with { VisibleSize = 1 << 20 }, 100) }, "the numbers of a row are 105906176");
        Refused(
            sound with { Architecture = new(machine with { VisibleUnits = VisibleUnits.Gaussian, LearnsVariances = true }, 1) },
            "variances are learned, which a machine with a past does not");

        static void Refused(ConditionalRbmDescription description, string said) =>
            StringAssert.Contains(Assert.ThrowsExactly<FormatException>(description.Check).Message, said);
    }

    private static ConditionalRbmDescription Description(string? next, string? energy) => new(
        new ConditionalRbmColumns("Hidden", "Frames", next, energy),
        new ConditionalRbmArchitecture(new RbmArchitecture(Frame, Hidden, VisibleUnits.Bernoulli, HiddenUnits.Bernoulli), Past), Passes,
        new TrainingHistory());

    private ConditionalRbmTransformer Machine(string? next, string? energy)
    {
        var network = new ConditionalRbmNetwork(Description(next, energy).Architecture);
        foreach (var (name, numbers) in new[]
        {
            ("machine.weight", Weights), ("machine.visible_bias", VisibleBias), ("machine.hidden_bias", HiddenBias),
            ("past_visible", PastVisible), ("past_hidden", PastHidden),
        })
        {
            using var gradientsOff = no_grad();
            var weight = network.named_parameters().Single(parameter => parameter.name == name).parameter;
            using var given = tensor(numbers, weight.shape);
            weight.copy_(given);
        }
        return new ConditionalRbmTransformer(_ml, Description(next, energy), network, CPU);
    }

    // The frame behind two: it begins as the last of them, and goes to and fro.
    private static float[] Following(float[] past)
    {
        var frame = Array.ConvertAll(past[Frame..], x => (double)x);
        for (var pass = 0; pass < Passes; pass++)
        {
            double[] means = [.. Enumerable.Range(0, Hidden).Select(hidden => Sigmoid(Input(frame, past, hidden)))];
            frame = [.. Enumerable.Range(0, Frame).Select(visible => Sigmoid(VisibleBias[visible] + Driven(PastVisible, past, visible)
                + means.Select((mean, hidden) => mean * Weights[(hidden * Frame) + visible]).Sum()))];
        }
        return Array.ConvertAll(frame, x => (float)x);
    }

    private static double Input(double[] frame, float[] past, int hidden) => HiddenBias[hidden] + Driven(PastHidden, past, hidden)
        + frame.Select((bit, visible) => bit * Weights[(hidden * Frame) + visible]).Sum();

    private static double Driven(float[] weights, float[] past, int unit) =>
        past.Select((bit, i) => (double)bit * weights[(unit * Past * Frame) + i]).Sum();

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static void AreEqual(float[] expected, float[] actual, string message)
    {
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-5, $"{message}, {i}");
    }

    private static float[] Drawn(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }

    private IDataView Rows(params float[][] rows) => _ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Frames = row }).ToArray());

    private sealed class Row
    {
        [VectorType((Past + 1) * Frame)]
        public float[] Frames { get; set; } = [];
    }
}
