using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// Small calculations of sizes that do not fill the blocks in which oneDNN calculates, each beside the same by products of matrices, with
/// which oneDNN has nothing to do. No switch of libtorch is touched, so that others may calculate meanwhile.
/// </summary>
internal static class OneDnnTrial
{
    /// <summary>What came out, and what should have, in the same order.</summary>
    public readonly record struct Outcome(float[][] Answers, float[][] Expected);

    /// <summary>Convolutions there and back.</summary>
    public static Outcome Convolutions()
    {
        using var scope = NewDisposeScope();
        using var gradients = enable_grad();
        var seeded = new Generator(1);
        var (answers, expected) = (new List<float[]>(), new List<float[]>());
        foreach (var (from, to, size, rows) in new[] { (19L, 16L, 5L, 3L), (1, 1, 3, 3) })
        {
            var weights = randn([to, from, size, size], generator: seeded);
            var pictures = randn([rows, from, 11, 9], generator: seeded);
            using (full([1 << 16], Numbers.Kept(1e30)))
            {
                // memory that is had again holds what was in it, and blocks that are not cleared then show it
            }
            Learn(answers, weights, pictures, (w, p) => nn.functional.conv2d(p, w, padding: [1, 1]));
            Learn(expected, weights, pictures, Unfolded);
        }
        return new Outcome([.. answers], [.. expected]);
    }

    /// <summary>
    /// An LSTM without gradients. Its module draws first weights from libtorch's common generator, which is put back as it was: nobody else
    /// may draw meanwhile.
    /// </summary>
    public static Outcome Recurrence()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var drawn = random.get_rng_state();
        using var lstm = nn.LSTM(4, 8, batchFirst: true);
        random.set_rng_state(drawn);
        var seeded = new Generator(1);
        var parts = lstm.named_parameters().ToDictionary(part => part.name, part => (Tensor)part.parameter);
        foreach (var weight in parts.Values)
            weight.copy_(randn(weight.shape, generator: seeded));
        var steps = randn([8, 5, 4], generator: seeded); // (rows, steps, numbers)
        var (state, cell, states) = (zeros(8, 8), zeros(8, 8), new List<Tensor>());
        for (var step = 0; step < steps.shape[1]; step++)
        {
            var gates = steps.select(1, step).matmul(parts["weight_ih_l0"].t()).Plus(parts["bias_ih_l0"])
                .Plus(state.matmul(parts["weight_hh_l0"].t())).Plus(parts["bias_hh_l0"]).chunk(4, 1);
            var (input, forget, fresh, output) = (gates[0], gates[1], gates[2], gates[3]);
            cell = (forget.sigmoid() * cell).Plus(input.sigmoid() * fresh.tanh());
            state = output.sigmoid() * cell.tanh();
            states.Add(state);
        }
        return new Outcome([lstm.call(steps).Item1.ReadAll<float>()], [stack(states, 1).ReadAll<float>()]);
    }

    // What a convolution says, and the slopes of half the squares of it.
    private static void Learn(List<float[]> found, Tensor weights, Tensor pictures, Func<Tensor, Tensor, Tensor> convolve)
    {
        var (w, p) = (weights.detach().requires_grad_(), pictures.detach().requires_grad_());
        var answer = convolve(w, p);
        answer.backward([answer.detach()]);
        foreach (var tensor in new[] { answer.detach(), w.grad!, p.grad! })
            found.Add(tensor.ReadAll<float>());
    }

    private static Tensor Unfolded(Tensor weights, Tensor pictures)
    {
        var size = weights.shape[2];
        var columns = nn.functional.unfold(pictures, size, padding: 1); // (rows, channels and taps, places)
        var (height, width) = (pictures.shape[2] + 3 - size, pictures.shape[3] + 3 - size);
        return weights.flatten(1).matmul(columns).view(pictures.shape[0], weights.shape[0], height, width);
    }
}
