using DeepML.Networks;
using DeepML.Onnx.Tests.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Onnx.Tests.Parts;

/// <summary>Recurrent and delayed layers, against loops over their equations in double precision.</summary>
[TestClass]
public sealed class CellsTests
{
    private const int Inputs = 2, Units = 3, Time = 4;

    private static readonly SequenceEncoder[] Encoders =
    [
        new LstmEncoder { HiddenSize = Units }, new GruEncoder { HiddenSize = Units },
        new GruEncoder { HiddenSize = Units, ResetBefore = true },
        new ElmanEncoder { HiddenSize = Units }, new ElmanEncoder { HiddenSize = Units, Activation = Activation.ReLU },
        new ElmanEncoder { HiddenSize = Units, Activation = Activation.HardTanh }, new PeepholeLstmEncoder { HiddenSize = Units },
    ];

    public static IEnumerable<object[]> Cells => Encoders.Select((_, i) => new object[] { i });

    [TestMethod]
    [DynamicData(nameof(Cells))]
    public void A_layer_follows_its_equations_from_any_state(int which)
    {
        manual_seed(which + 1);
        var encoder = Encoders[which];
        using var layer = encoder.Create(Inputs, 1, 0);
        using (no_grad())
            foreach (var weight in layer.parameters())
                weight.uniform_(-0.9, 0.9); // peepholes begin at 0
        var equations = new Equations(encoder, layer.state_dict());
        float[] steps = [.. Enumerable.Range(0, Time * Inputs).Select(i => MathF.Sin(i * 1.7f))];
        float[] begin = [0.3f, -0.5f, 0.9f];
        var (state, cell) = (Array.ConvertAll(begin, value => (double)value), new double[Units]);
        var expected = new List<double>();
        for (var t = 0; t < Time; t++)
        {
            (state, cell) = equations.Next([steps[2 * t], steps[(2 * t) + 1]], state, cell);
            expected.AddRange(state);
        }
        (string, Array, int[])[] given = [GraphRun.Given("x", steps, 1, Time, Inputs), GraphRun.Given("h", begin, 1, Units)];
        GraphRun.Near(
            expected,
            GraphRun.Of<float>(3, graph =>
            {
                var written = OnnxRecurrence.Decoder(graph, layer, encoder);
                Assert.AreEqual(encoder is LstmEncoder or PeepholeLstmEncoder, written.HasCell);
                return OnnxRecurrence.From(graph, written, "x", written.StateAt(graph, "h"));
            }, given), 1e-5, "all at once");
        GraphRun.Near(
            [.. expected.TakeLast(Units)],
            GraphRun.Of<float>(2, graph =>
            {
                var written = OnnxRecurrence.Decoder(graph, layer, encoder);
                var now = written.StateAt(graph, "h");
                for (var t = 0; t < Time; t++)
                    now = OnnxRecurrence.Step(graph, written, graph.Node("Gather", ["x", graph.Whole(t)], ("axis", 1L)), now);
                return now[0];
            }, given), 1e-5, "step by step");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Short_sequences_of_a_batch_are_read_to_their_own_end(bool bidirectional)
    {
        manual_seed(1);
        var encoder = new LstmEncoder { HiddenSize = Units, LayerCount = 2 };
        var architecture = new RecurrentStackArchitecture(encoder, Inputs, bidirectional);
        using var stack = new RecurrentStack(architecture);
        float[] own = [0.1f, -0.2f, 0.3f, 0.4f];
        float[] batch = [.. own, float.MaxValue, 99, .. own, 0.5f, -0.6f];
        var together = GraphRun.Of<float>(
            3, graph => OnnxRecurrence.Write(graph, stack, architecture, new OnnxSequence("x", "lengths")),
            GraphRun.Given("x", batch, 2, 3, Inputs), ("lengths", new long[] { 2, 3 }, [2]));
        var alone = GraphRun.Of<float>(
            3, graph => OnnxRecurrence.Write(graph, stack, architecture, new OnnxSequence("x")),
            GraphRun.Given("x", own, 1, 2, Inputs));
        GraphRun.Near([.. alone.Select(number => (double)number)], together[..alone.Length], 1e-6);
        using var gradientsOff = no_grad();
        using var longer = stack.Run(tensor(batch[6..], [1, 3, Inputs]), null);
        GraphRun.Near([.. longer.data<float>().ToArray().Select(number => (double)number)], together[(together.Length / 2)..], 1e-5);
    }

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    public void Layers_of_given_distances_see_zeros_outside_of_the_sequence(bool bothWays, bool reverse)
    {
        manual_seed(2);
        int[] offsets = bothWays ? [-2, 0, 2] : [-2, 0];
        var encoder = new TimeDelayEncoder
        {
            HiddenSize = Units,
            Delays = [[0, 2]],
            BothWays = bothWays,
            Activation = Activation.Tanh,
        };
        var architecture = new RecurrentStackArchitecture(encoder, Inputs);
        using var stack = new RecurrentStack(architecture);
        var layer = OnnxLayers.Part(stack, "forward0");
        var sums = (TorchSharp.Modules.Linear)OnnxLayers.Part(layer, "sums");
        var (weight, bias) = (sums.weight!.detach().data<float>().ToArray(), sums.bias!.detach().data<float>().ToArray());
        float[] steps = [1, 2, 3, 4, 5, 6, 99, 99];
        const int length = 3;
        var written = GraphRun.Of<float>(
            3, graph => OnnxDelays.Write(graph, layer, offsets, new OnnxSequence("x", Mask: "mask"), reverse),
            GraphRun.Given("x", steps, 1, 4, Inputs), ("mask", new[] { true, true, true, false }, [1, 4]));
        for (var t = 0; t < length; t++)
            for (var unit = 0; unit < Units; unit++)
            {
                var sum = (double)bias[unit];
                for (var place = 0; place < offsets.Length; place++)
                {
                    var at = t + (reverse ? -offsets[place] : offsets[place]);
                    for (var i = 0; i < Inputs && at is >= 0 and < length; i++)
                        sum += weight[(unit * offsets.Length * Inputs) + (place * Inputs) + i] * steps[(at * Inputs) + i];
                }
                Assert.AreEqual(Math.Tanh(sum), written[(t * Units) + unit], 1e-5, $"step {t}, unit {unit}");
            }
    }

    [TestMethod]
    public void A_layer_that_the_format_has_no_form_for_is_named()
    {
        var encoder = new AttentionLstmEncoder { HiddenSize = Units };
        using var stack = new RecurrentStack(new RecurrentStackArchitecture(encoder, Inputs));
        StringAssert.Contains(
            Assert.ThrowsExactly<NotSupportedException>(() => OnnxRecurrence.Write(
                new OnnxGraph("any"), stack, new RecurrentStackArchitecture(encoder, Inputs), new OnnxSequence("x"))).Message,
            "the sequence layer 'AttentionLstmLayer' has no form in the format");
    }

    // h' and c' of one step, gates in torch's order.
    private sealed class Equations(SequenceEncoder encoder, Dictionary<string, Tensor> state)
    {
        // The cell's own module stands between the layer and its weights: lstm.weight_ih_l0.
        private readonly Dictionary<string, double[]> _weights = state.ToDictionary(
            weight => Names.Single(name => weight.Key == name || weight.Key.EndsWith("." + name, StringComparison.Ordinal)),
            weight => weight.Value.detach().data<float>().Select(number => (double)number).ToArray());

        private static IEnumerable<string> Names =>
        [
            "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "input.weight", "input.bias", "recurrent.weight", "gates.weight",
            "candidate.weight", "peepholes",
        ];

        public (double[] State, double[] Cell) Next(double[] x, double[] h, double[] c) => encoder switch
        {
            LstmEncoder => Lstm(Sums("weight_ih_l0", "bias_ih_l0", x), Sums("weight_hh_l0", "bias_hh_l0", h), c, null),
            PeepholeLstmEncoder => Lstm(Sums("input.weight", "input.bias", x), Sums("recurrent.weight", null, h), c, _weights["peepholes"]),
            GruEncoder { ResetBefore: false } => (Gru(Sums("weight_ih_l0", "bias_ih_l0", x), Sums("weight_hh_l0", "bias_hh_l0", h), h), c),
            GruEncoder => (ResetBefore(Sums("input.weight", "input.bias", x), h), c),
            ElmanEncoder { Activation: Activation.HardTanh } => (
                [.. Sums("input.weight", "input.bias", x).Zip(Sums("recurrent.weight", null, h), (a, b) => Math.Clamp(a + b, -1, 1))], c),
            ElmanEncoder elman => (
                [.. Sums("weight_ih_l0", "bias_ih_l0", x).Zip(Sums("weight_hh_l0", "bias_hh_l0", h), (a, b) =>
                    elman.Activation == Activation.ReLU ? Math.Max(0, a + b) : Math.Tanh(a + b))], c),
            _ => throw new NotSupportedException(),
        };

        private static (double[], double[]) Lstm(double[] of, double[] back, double[] c, double[]? peepholes)
        {
            double Gate(int gate, int unit) => of[(gate * Units) + unit] + back[(gate * Units) + unit];
            double Peep(int hole, int unit, double cell) => peepholes is null ? 0 : peepholes[(hole * Units) + unit] * cell;
            var (state, cells) = (new double[Units], new double[Units]);
            for (var u = 0; u < Units; u++)
            {
                var input = Sigmoid(Gate(0, u) + Peep(0, u, c[u]));
                var forget = Sigmoid(Gate(1, u) + Peep(1, u, c[u]));
                cells[u] = (forget * c[u]) + (input * Math.Tanh(Gate(2, u)));
                state[u] = Sigmoid(Gate(3, u) + Peep(2, u, cells[u])) * Math.Tanh(cells[u]);
            }
            return (state, cells);
        }

        private static double[] Gru(double[] of, double[] back, double[] h) => [.. Enumerable.Range(0, Units).Select(u =>
        {
            var (reset, update) = (Sigmoid(of[u] + back[u]), Sigmoid(of[Units + u] + back[Units + u]));
            return ((1 - update) * Math.Tanh(of[(2 * Units) + u] + (reset * back[(2 * Units) + u]))) + (update * h[u]);
        })];

        private double[] ResetBefore(double[] of, double[] h)
        {
            var gates = Sums("gates.weight", null, h);
            double[] kept = [.. h.Select((value, u) => value * Sigmoid(of[u] + gates[u]))];
            var candidate = Sums("candidate.weight", null, kept);
            return [.. h.Select((value, u) =>
            {
                var update = Sigmoid(of[Units + u] + gates[Units + u]);
                return ((1 - update) * Math.Tanh(of[(2 * Units) + u] + candidate[u])) + (update * value);
            })];
        }

        private double[] Sums(string weight, string? bias, double[] x)
        {
            var matrix = _weights[weight];
            return [.. Enumerable.Range(0, matrix.Length / x.Length).Select(row =>
                (bias is null ? 0 : _weights[bias][row]) + x.Select((value, i) => matrix[(row * x.Length) + i] * value).Sum())];
        }

        private static double Sigmoid(double sum) => 1 / (1 + Math.Exp(-sum));
    }
}
