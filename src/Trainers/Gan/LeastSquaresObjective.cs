using DeepML.Networks;
using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Decisions are pulled to 1 for real and 0 for generated rows by half their squared distance: Mao et al., arXiv:1611.04076.
/// </summary>
public sealed record LeastSquaresObjective : GanObjective
{
    /// <summary>How far the discriminator's target for real rows lies below 1 (Salimans et al., arXiv:1606.03498, 3.4).</summary>
    /// <value>In [0, 0.5); the default is 0.</value>
    public double LabelSmoothing { get; init; }

    /// <inheritdoc/>
    public override double? Border => 0.5;

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor real, Tensor fake) => HalfSquare(real, 1 - LabelSmoothing).Plus(HalfSquare(fake, 0));

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor fake) => HalfSquare(fake, 1);

    internal override void Validate(OptionFaults faults, string name) =>
        faults.InHalfOpenRange(LabelSmoothing, 0, 0.5, $"{name}.{nameof(LabelSmoothing)}");

    // Mean of (D - goal)² / 2.
    private static Tensor HalfSquare(Tensor decisions, double goal) => decisions.Minus(goal).Squared().mean().Over(2);
}
