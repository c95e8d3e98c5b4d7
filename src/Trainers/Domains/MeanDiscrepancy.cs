using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// The squared maximum mean discrepancy of the features is made small (Gretton et al., JMLR 13, 2012), with a mean of five Gaussian kernels
/// e^(−d²/b) whose b are a quarter to four times the mean squared distance d² of the rows of a batch (as Long et al., ICML 2015).
/// </summary>
public sealed record MeanDiscrepancy : DomainMethod
{
    private const double Tiny = 1e-12;

    private static readonly double[] Factors = [0.25, 0.5, 1, 2, 4];

    internal override Tensor Distance(Tensor first, Tensor second)
    {
        var count = first.size(0);
        var rows = cat([first, second], 0);
        var squares = rows.Squared().sum(1L);
        var distances = squares.unsqueeze(1).Plus(squares.unsqueeze(0)).Plus(rows.mm(rows.t()), -2).clamp_min(Numbers.Zero); // (rows, rows)
        var width = distances.detach().mean().Plus(Tiny);
        var kernel = zeros_like(distances);
        foreach (var factor in Factors)
            kernel = kernel.Plus((distances / width).Over(-factor).exp(), 1.0 / Factors.Length);
        var others = second.size(0);
        var own = kernel.narrow(0, 0, count).narrow(1, 0, count).mean();
        var theirs = kernel.narrow(0, count, others).narrow(1, count, others).mean();
        return own.Plus(theirs).Plus(kernel.narrow(0, 0, count).narrow(1, count, others).mean(), -2);
    }
}
