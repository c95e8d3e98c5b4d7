namespace DeepML.Transforms.Tests.Scoring;

/// <summary>The layers that score a single sequence or picture without torch, against plain loops in double.</summary>
[TestClass]
public sealed class RowLayersTests
{
    private const float Rubbish = 1e9f; // what room that is handed on may hold

    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(3, 2, 4)]
    [DataRow(5, 17, 3)]
    [DataRow(2, 40, 6)]
    public void A_matrix_is_added_to_what_is_there(int inputs, int outputs, int seed)
    {
        var random = new Random(seed);
        var (weights, input) = (Drawn(random, inputs * outputs), Drawn(random, inputs + 3));
        var matrix = new ColumnWeights(weights, outputs);
        Assert.AreEqual((inputs, outputs), (matrix.Inputs, matrix.Outputs));
        var sums = Drawn(random, ColumnWeights.Padded(outputs));
        var before = sums.ToArray();
        matrix.AddTo(input, sums);
        for (var output = 0; output < outputs; output++)
            Assert.AreEqual(
                before[output] + Enumerable.Range(0, inputs).Sum(i => (double)weights[(output * inputs) + i] * input[i]), sums[output],
                1e-5, $"{output}");
        Assert.IsGreaterThanOrEqualTo(outputs, ColumnWeights.Padded(outputs));
    }

    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(3, 5, 4)]
    [DataRow(2, 18, 7)]
    public void Long_short_term_memory_is_that_of_its_formula(int inputs, int units, int time)
    {
        var random = new Random(time);
        var (w, u, b) = (Drawn(random, 4 * units * inputs), Drawn(random, 4 * units * units), Drawn(random, 4 * units));
        var steps = Drawn(random, time * inputs);
        var layer = new LstmRowLayer(new ColumnWeights(w, 4 * units), new ColumnWeights(u, 4 * units), b);
        Assert.AreEqual(units, layer.Outputs);
        var answers = Run(layer, steps, time);
        double[] hidden = new double[units], cell = new double[units];
        for (var t = 0; t < time; t++)
        {
            double Gate(int gate, int unit) => Sum(b, w, u, (gate * units) + unit, steps[(t * inputs)..((t + 1) * inputs)], hidden);
            double[] next = new double[units];
            for (var i = 0; i < units; i++)
            {
                cell[i] = (Sigmoid(Gate(1, i)) * cell[i]) + (Sigmoid(Gate(0, i)) * Math.Tanh(Gate(2, i)));
                next[i] = Sigmoid(Gate(3, i)) * Math.Tanh(cell[i]);
            }
            hidden = next;
            Same(hidden, answers.AsSpan(t * units, units), $"step {t}");
        }
    }

    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(3, 5, 4)]
    [DataRow(2, 18, 7)]
    public void Gated_units_are_those_of_their_formula(int inputs, int units, int time)
    {
        var random = new Random(time);
        var (w, u) = (Drawn(random, 3 * units * inputs), Drawn(random, 3 * units * units));
        var (b, c) = (Drawn(random, 3 * units), Drawn(random, 3 * units));
        var steps = Drawn(random, time * inputs);
        var layer = new GruRowLayer(new ColumnWeights(w, 3 * units), new ColumnWeights(u, 3 * units), b, c);
        Assert.AreEqual(units, layer.Outputs);
        var answers = Run(layer, steps, time);
        var hidden = new double[units];
        for (var t = 0; t < time; t++)
        {
            var step = steps[(t * inputs)..((t + 1) * inputs)];
            var next = new double[units];
            for (var i = 0; i < units; i++)
            {
                double OfStep(int gate) => Sum(b, w, [], (gate * units) + i, step, []);
                double OfState(int gate) => Sum(c, [], u, (gate * units) + i, [], hidden);
                var (reset, update) = (Sigmoid(OfStep(0) + OfState(0)), Sigmoid(OfStep(1) + OfState(1)));
                next[i] = ((1 - update) * Math.Tanh(OfStep(2) + (reset * OfState(2)))) + (update * hidden[i]);
            }
            hidden = next;
            Same(hidden, answers.AsSpan(t * units, units), $"step {t}");
        }
    }

    [TestMethod]
    [DataRow(1, 3)]
    [DataRow(2, 3)]
    [DataRow(4, 2)]
    public void A_delay_sees_steps_so_far_apart_and_nothing_before_the_first(int dilation, int tapCount)
    {
        const int inputs = 2, units = 5, time = 9;
        var random = new Random(dilation);
        float[][] taps = [.. Enumerable.Range(0, tapCount).Select(_ => Drawn(random, units * inputs))];
        var (b, steps) = (Drawn(random, units), Drawn(random, time * inputs));
        var layer = new TimeDelayRowLayer([.. taps.Select(tap => new ColumnWeights(tap, units))], b, dilation);
        var answers = Run(layer, steps, time);
        for (var t = 0; t < time; t++)
        {
            var expected = new double[units];
            for (var unit = 0; unit < units; unit++)
            {
                double sum = b[unit];
                for (var tap = 0; tap < tapCount; tap++)
                {
                    var seen = t - ((tapCount - 1 - tap) * dilation);
                    for (var i = 0; i < inputs && seen >= 0; i++)
                        sum += (double)taps[tap][(unit * inputs) + i] * steps[(seen * inputs) + i];
                }
                expected[unit] = Math.Max(0, sum);
            }
            Same(expected, answers.AsSpan(t * units, units), $"step {t}");
        }
        steps[0] = float.NaN;
        Assert.IsTrue(float.IsNaN(Run(layer, steps, time)[0]), "a rectifier keeps what is no number, as torch's does");
    }

    [TestMethod]
    [DataRow(3, 3, 1, 0, 0, 2)]
    [DataRow(2, 3, 2, 1, 1, 19)]
    [DataRow(4, 1, 1, 3, 0, 5)]
    [DataRow(1, 1, 3, 0, 0, 1)]
    public void A_convolution_is_that_of_seven_loops(int kernelHeight, int kernelWidth, int stride, int top, int left, int filters)
    {
        const int channels = 2, height = 7, width = 11;
        var random = new Random(filters);
        var (weights, biases) = (Drawn(random, filters * channels * kernelHeight * kernelWidth), Drawn(random, filters));
        var output = new ConvolutionStage.Size(
            ((height + (2 * top) - kernelHeight) / stride) + 1, ((width + (2 * left) - kernelWidth) / stride) + 1);
        var picture = Drawn(random, channels * height * width); // pixel by pixel
        foreach (var given in new[] { biases, null })
        {
            var stage = new ConvolutionStage(
                weights, given, channels, new(height, width), output, new(kernelHeight, kernelWidth), new(stride, stride), (top, left));
            Assert.AreEqual(output.Height * output.Width * filters, stage.Outputs);
            var answers = new float[stage.Outputs];
            Array.Fill(answers, Rubbish);
            stage.Run(picture, answers);
            for (var y = 0; y < output.Height; y++)
                for (var x = 0; x < output.Width; x++)
                    for (var filter = 0; filter < filters; filter++)
                    {
                        double sum = given?[filter] ?? 0;
                        for (var channel = 0; channel < channels; channel++)
                            for (var dy = 0; dy < kernelHeight; dy++)
                                for (var dx = 0; dx < kernelWidth; dx++)
                                {
                                    var (py, px) = ((y * stride) - top + dy, (x * stride) - left + dx);
                                    if (py >= 0 && py < height && px >= 0 && px < width)
                                        sum += (double)picture[(((py * width) + px) * channels) + channel]
                                            * weights[(((((filter * channels) + channel) * kernelHeight) + dy) * kernelWidth) + dx];
                                }
                        Assert.AreEqual(
                            sum, answers[(((y * output.Width) + x) * filters) + filter], 1e-4, $"filter {filter} at {x}, {y}");
                    }
        }
    }

    [TestMethod]
    [DataRow(true, 2, 2, 0)]
    [DataRow(false, 2, 2, 0)]
    [DataRow(true, 3, 2, 1)]
    [DataRow(false, 3, 2, 1)]
    [DataRow(false, 3, 1, 0)]
    public void A_window_gives_its_largest_number_or_its_mean_with_zeros_around(bool largest, int side, int stride, int padding)
    {
        const int channels = 3, height = 6, width = 8;
        var picture = Array.ConvertAll(Drawn(new Random(side), channels * height * width), x => x - 2); // below 0: padding must not win
        var output = new ConvolutionStage.Size(
            ((height + (2 * padding) - side) / stride) + 1, ((width + (2 * padding) - side) / stride) + 1);
        var stage = new PoolingStage(channels, new(height, width), output, new(side, side), stride, padding, largest);
        var answers = new float[stage.Outputs];
        Array.Fill(answers, Rubbish);
        stage.Run(picture, answers);
        for (var y = 0; y < output.Height; y++)
            for (var x = 0; x < output.Width; x++)
                for (var channel = 0; channel < channels; channel++)
                {
                    var seen = new List<double>();
                    for (var py = (y * stride) - padding; py < (y * stride) - padding + side; py++)
                        for (var px = (x * stride) - padding; px < (x * stride) - padding + side; px++)
                            if (py >= 0 && py < height && px >= 0 && px < width)
                                seen.Add(picture[(((py * width) + px) * channels) + channel]);
                    Assert.AreEqual(
                        largest ? seen.Max() : seen.Sum() / (side * side), answers[(((y * output.Width) + x) * channels) + channel], 1e-5);
                }
    }

    [TestMethod]
    public void Planes_become_pixels_with_each_channel_scaled_by_itself()
    {
        var entry = new PictureEntry(3, [1, 10], [2, 5]);
        var pixels = new float[entry.Outputs];
        entry.Run([1, 3, 5, 10, 15, 0], pixels);
        CollectionAssert.AreEqual(new float[] { 0, 0, 1, 1, 2, -2 }, pixels);
    }

    private static float[] Run(SequenceRowLayer layer, float[] steps, int time)
    {
        var (answers, room) = (new float[(time * layer.Outputs) + 2], new float[layer.Room + 5]);
        Array.Fill(answers, Rubbish);
        Array.Fill(room, Rubbish);
        layer.Run(steps, time, answers, room);
        Assert.AreEqual(Rubbish, answers[^1], "nothing is written behind the last step");
        return answers;
    }

    private static double Sum(float[] biases, float[] ofStep, float[] ofState, int row, float[] step, double[] state)
    {
        double sum = biases[row];
        for (var i = 0; i < step.Length && ofStep.Length > 0; i++)
            sum += (double)ofStep[(row * step.Length) + i] * step[i];
        for (var i = 0; i < state.Length && ofState.Length > 0; i++)
            sum += ofState[(row * state.Length) + i] * state[i];
        return sum;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static void Same(double[] expected, ReadOnlySpan<float> actual, string message)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-5, $"{message}, {i}");
    }

    private static float[] Drawn(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
}
