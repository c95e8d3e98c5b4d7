using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Where the label of a task is among the labels of a row.</summary>
/// <param name="Start">Its first number.</param>
/// <param name="Width">Its numbers.</param>
/// <param name="IsClass">Whether it is a class, whole and from 0.</param>
/// <param name="IsScalar">Whether it is one number of a row, and no vector of one.</param>
internal sealed record TaskSlice(int Start, int Width, bool IsClass, bool IsScalar)
{
    /// <summary>The rows that have the label.</summary>
    /// <param name="targets">(batch, numbers of all labels).</param>
    /// <returns>(rows), int64.</returns>
    public Tensor Places(Tensor targets) => targets.narrow(1, Start, Width).isnan().logical_not().any(1).nonzero().flatten();

    /// <summary>The label as the task's loss reads it.</summary>
    /// <param name="targets">(batch, numbers of all labels), of rows that have it.</param>
    /// <returns>(batch) int64 or float32, or (batch, width).</returns>
    public Tensor Of(Tensor targets)
    {
        var own = targets.narrow(1, Start, Width);
        return IsClass ? own.squeeze(1).to(ScalarType.Int64) : IsScalar ? own.squeeze(1) : own;
    }
}
