using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// CORAL: the covariances of the features become alike, by ‖C_a − C_b‖²_F / 4d² over d features (Sun and Saenko, ECCV workshops 2016).
/// </summary>
public sealed record Coral : DomainMethod
{
    internal override double UsualWeight => 5000;

    internal override Tensor Distance(Tensor first, Tensor second)
    {
        var width = (double)first.size(1);
        return (Covariance(first) - Covariance(second)).Squared().sum().Over(4 * width * width);
    }

    // (features, features)
    private static Tensor Covariance(Tensor rows)
    {
        var centred = rows - rows.mean([0L], keepdim: true);
        return centred.t().mm(centred).Over(rows.size(0) - 1.0);
    }
}
