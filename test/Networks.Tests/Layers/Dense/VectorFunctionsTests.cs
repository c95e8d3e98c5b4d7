using System.Numerics;

namespace DeepML.Networks.Tests.Layers.Dense;

[TestClass]
public sealed class VectorFunctionsTests
{
    private static readonly float[] Places =
        [0, 1e-30f, 1e-6f, 1e-3f, 0.1f, 0.149f, 0.151f, 0.5f, 1, 2, 5, 9, 20, 60, 88, 100, 1e4f, float.PositiveInfinity];

    [TestMethod]
    public void Functions_have_six_digits_from_the_smallest_numbers_to_infinity()
    {
        AreRight<VectorFunctions.Logistic>(x => 1 / (1 + Math.Exp(-x)), y => y * (1 - y), 1);
        AreRight<VectorFunctions.Logistic>(x => 1 / (1 + Math.Exp(-2.5 * x)), y => 2.5 * y * (1 - y), 2.5f);
        AreRight<VectorFunctions.HyperbolicTangent>(Math.Tanh, y => 1 - (y * y), 1);
        AreRight<VectorFunctions.HyperbolicTangent>(x => Math.Tanh(0.5 * x), y => 0.5 * (1 - (y * y)), 0.5f);
        AreRight<VectorFunctions.Rectifier>(x => Math.Max(0, x), y => y > 0 ? 1 : 0, 0);
        AreRight<VectorFunctions.LeakyRectifier>(x => x > 0 ? x : 0.25 * x, y => y > 0 ? 1 : 0.25, 0.25f);
        AreRight<VectorFunctions.ExponentialRectifier>(x => x > 0 ? x : 0.5 * (Expm1(x)), y => y > 0 ? 1 : y + 0.5, 0.5f);
        AreRight<VectorFunctions.Identity>(x => x, _ => 1, 1);
    }

    private static double Expm1(double x) => Math.Abs(x) < 1e-3 ? x + (x * x / 2) + (x * x * x / 6) : Math.Exp(x) - 1;

    private static void AreRight<TFunction>(Func<double, double> function, Func<double, double> slope, float parameter)
        where TFunction : struct, IVectorFunction
    {
        var of = new Vector<float>(parameter);
        foreach (var x in Places.SelectMany(place => new[] { place, -place }))
        {
            var y = TFunction.Of(new Vector<float>(x), of)[0];
            var expected = function(x);
            if (double.IsInfinity(expected))
                Assert.AreEqual((float)expected, y);
            else
                Assert.AreEqual(
                    expected, y, (1e-6 * Math.Abs(expected)) + 1e-37, $"{typeof(TFunction).Name} at {x}");
            if (float.IsFinite(y))
                Assert.AreEqual(
                    slope(y), TFunction.SlopeAt(new Vector<float>(y), of)[0], 1e-6, $"slope of {typeof(TFunction).Name} at {x}");
        }
    }
}
