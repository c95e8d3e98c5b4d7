using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// The difference of mean decisions, with every weight of the critic cut off at a limit: Arjovsky et al., arXiv:1701.07875.
/// </summary>
public sealed record WassersteinObjective : CriticObjective
{
    /// <summary>Largest weight of the critic.</summary>
    /// <value>Above 0; the default is 0.01.</value>
    public double ClipLimit { get; init; } = 0.01;

    /// <inheritdoc/>
    public override double? WeightLimit => ClipLimit;

    internal override void Validate(OptionFaults faults, string name) => faults.Above(ClipLimit, 0, $"{name}.{nameof(ClipLimit)}");
}
