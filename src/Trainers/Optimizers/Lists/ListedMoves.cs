using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>The parameters of one step that a rule moves in lists, however different their rates, steps, types and devices are.</summary>
/// <param name="rule">Moves lists.</param>
/// <param name="parameters">All parameters.</param>
/// <param name="memory">What the optimizer remembers of them.</param>
internal sealed class ListedMoves(OptimizerRule rule, IReadOnlyList<Parameter> parameters, OptimizerMemory memory)
{
    private readonly List<(int Index, Tensor Gradient, Kind Kind)> _waiting = [];

    /// <summary>Has a parameter moved with the others.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="gradient">Its gradient, which must stay until <see cref="Move"/>.</param>
    /// <param name="rate">The learning rate in force for it.</param>
    /// <param name="step">Number of its step, from 1.</param>
    /// <returns>Whether it waits: not where the gradient is of another type or device, which only torch brings together.</returns>
    public bool Add(int index, Tensor gradient, double rate, long step)
    {
        var parameter = parameters[index];
        var place = TensorLists.PlaceOf(parameter);
        if (place != TensorLists.PlaceOf(gradient))
            return false;
        _waiting.Add((index, gradient, new Kind(rate, step, place, IsInOrder(parameter, [gradient, .. memory.Views(index)]))));
        return true;
    }

    /// <summary>Moves those that wait.</summary>
    public void Move()
    {
        if (_waiting.Count == 0)
            return;
        foreach (var (kind, members) in TensorLists.Of(_waiting, member => member.Kind, member => member.Gradient))
        {
            var list = new WeightList(
                [.. members.Select(member => parameters[member.Index])], [.. members.Select(member => member.Gradient)],
                [.. members.Select(member => memory.Views(member.Index))], kind.IsInOrder);
            rule.Move(list, kind.Rate, kind.Step);
        }
    }

    /// <summary>Forgets those that wait: after a fault their gradients are gone.</summary>
    public void Forget() => _waiting.Clear();

    // Fused kernels for GPUs refuse other strides even of sizes of 1, where they say nothing.
    private static bool IsInOrder(Tensor parameter, Tensor[] others) => parameter.is_contiguous()
        && parameter.stride() is var strides && Array.TrueForAll(others, other => other.stride().SequenceEqual(strides));

    private readonly record struct Kind(
        double Rate, long Step, (ScalarType Type, DeviceType Device, int Index) Place, bool IsInOrder);
}
