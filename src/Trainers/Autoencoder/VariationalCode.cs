using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Makes the code a normal distribution per row, so that new rows can be drawn (Kingma and Welling, arXiv:1312.6114). The loss is
/// the negative bound in nats: −log p(x|z) + β · KL, KL = −½ Σ (1 + log σ² − μ² − σ²), averaged over rows. Squared error means a
/// Gaussian, cross-entropy a Bernoulli likelihood.
/// </summary>
public sealed record VariationalCode
{
    /// <summary>Weight of the divergence from the standard normal, β: above 1 it disentangles (Higgins et al., ICLR 2017).</summary>
    /// <value>At least 0; the default is 1.</value>
    public double Beta { get; init; } = 1;

    /// <summary>Epochs over which β grows from 0 to its value, so that the code is used before it is punished.</summary>
    /// <value>At least 0; the default is 0.</value>
    public int WarmUpEpochs { get; init; }

    /// <summary>Log-variances are cut off at this and at minus this.</summary>
    /// <value>Above 0; the default is 10.</value>
    public double LogVarianceLimit { get; init; } = 10;

    /// <summary>Standard deviation of the Gaussian likelihood; not used by the Bernoulli one.</summary>
    /// <value>Above 0, in the unit of the data; the default is 1.</value>
    public double OutputDeviation { get; init; } = 1;

    /// <summary>β in an epoch, from 1.</summary>
    internal double BetaIn(int epoch) => epoch > WarmUpEpochs ? Beta : Beta * epoch / (WarmUpEpochs + 1.0);

    internal void Validate(OptionFaults faults, string name)
    {
        faults.AtLeast(Beta, 0, $"{name}.{nameof(Beta)}");
        faults.AtLeast(WarmUpEpochs, 0, $"{name}.{nameof(WarmUpEpochs)}");
        faults.Above(LogVarianceLimit, 0, $"{name}.{nameof(LogVarianceLimit)}");
        faults.Above(OutputDeviation, 0, $"{name}.{nameof(OutputDeviation)}");
    }
}
