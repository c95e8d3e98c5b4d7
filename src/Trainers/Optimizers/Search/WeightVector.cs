using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Vectors with a number for each weight, a tensor per parameter.</summary>
internal static class WeightVector
{
    /// <summary>Σ aᵢbᵢ, summed over parameters in double precision.</summary>
    public static double Dot(Tensor[] a, Tensor[] b)
    {
        using var scope = NewDisposeScope();
        return a.Zip(b, (x, y) => x.mul(y).sum().to(ScalarType.Float64).Read<double>()).Sum();
    }

    /// <summary>Σ |aᵢ|.</summary>
    public static double Length1(Tensor[] a)
    {
        using var scope = NewDisposeScope();
        return a.Sum(x => x.abs().sum().to(ScalarType.Float64).Read<double>());
    }

    /// <summary>factor · a, new.</summary>
    public static Tensor[] Scaled(Tensor[] a, double factor) => Array.ConvertAll(a, x => x.Times(factor));

    /// <summary>a ← a + factor · b.</summary>
    public static void Add(Tensor[] a, Tensor[] b, double factor)
    {
        for (var i = 0; i < a.Length; i++)
            a[i].PlusInPlace(b[i], factor);
    }

    /// <summary>a ← b.</summary>
    public static void Copy(Tensor[] a, Tensor[] b)
    {
        for (var i = 0; i < a.Length; i++)
            a[i].copy_(b[i]);
    }
}
