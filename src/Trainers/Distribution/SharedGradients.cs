using DeepML.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Sums the gradients of all processes in one go: those of all parameters lie side by side in one block, behind them which of them a
/// batch has reached at all, and the rows that they are sums over.
/// </summary>
/// <param name="ranks">The processes.</param>
/// <param name="parameters">The parameters, in the same order in all of them.</param>
internal sealed class SharedGradients(TrainingDistribution ranks, IReadOnlyList<Parameter> parameters) : IDisposable
{
    private const int Marks = 2; // of each parameter: in how many processes it has a gradient, and a sparse one

    private readonly long _numbers = parameters.Sum(parameter => parameter.numel());
    private Tensor? _block;

    /// <summary>Replaces each parameter's gradient by the sum over the processes.</summary>
    /// <param name="rows">Rows that the gradients of this process are sums over.</param>
    /// <returns>Rows of all processes; below 2²⁴, so that a float32 holds their number.</returns>
    public long Sum(long rows)
    {
        using var scope = NewDisposeScope();
        _block ??= zeros(_numbers + (Marks * parameters.Count) + 1).DetachFromDisposeScope();
        var numbers = GradientPass.Floats(_block);
        var marks = numbers[(int)_numbers..];
        marks.Clear();
        marks[^1] = rows;
        for (var (i, start) = (0, 0L); i < parameters.Count; start += parameters[i++].numel())
            (marks[Marks * i], marks[(Marks * i) + 1]) = Take(parameters[i], start);
        ranks.SumGradients(numbers);
        for (var (i, start) = (0, 0L); i < parameters.Count; start += parameters[i++].numel())
            if (marks[Marks * i] > 0)
                Give(parameters[i], start, isSparse: marks[(Marks * i) + 1] > 0);
        return (long)marks[^1];
    }

    /// <inheritdoc/>
    public void Dispose() => _block?.Dispose();

    private (float Has, float IsSparse) Take(Parameter parameter, long start)
    {
        using var place = _block!.narrow(0, start, parameter.numel());
        if (parameter.grad is not { } gradient)
        {
            place.zero_();
            return (0, 0);
        }
        place.copy_((gradient.is_sparse ? gradient.to_dense() : gradient).reshape(-1));
        return (1, gradient.is_sparse ? 1 : 0);
    }

    private void Give(Parameter parameter, long start, bool isSparse)
    {
        var sum = _block!.narrow(0, start, parameter.numel()).view(parameter.shape);
        var present = parameter.grad;
        if (!isSparse && present is not null)
        {
            present.copy_(sum);
            return;
        }
        parameter.grad = null;
        parameter.grad = isSparse ? Reached(sum) : sum.to(parameter.device, copy: true);
    }

    // Of a layer that reads sparse rows the slots that some process has reached: the optimizer leaves the others as they are.
    private static Tensor Reached(Tensor sum)
    {
        var rows = sum.ne(Numbers.Zero).any(1, false).nonzero().squeeze(1); // (reached)
        return sparse_coo_tensor(rows.unsqueeze(0), sum.index_select(0, rows), sum.shape);
    }
}
