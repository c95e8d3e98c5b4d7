using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>What was measured at a point of a line.</summary>
/// <param name="Step">How far along the direction, from 0.</param>
/// <param name="Loss">The loss there.</param>
/// <param name="Slope">Its slope along the direction.</param>
/// <param name="Gradient">Its gradient, one tensor per parameter.</param>
internal sealed record SearchPoint(double Step, double Loss, double Slope, Tensor[] Gradient)
{
    /// <summary>Whether loss and slope are numbers.</summary>
    public bool IsFinite => double.IsFinite(Loss) && double.IsFinite(Slope);
}
