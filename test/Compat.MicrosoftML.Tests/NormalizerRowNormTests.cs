using Microsoft.ML;
using Microsoft.ML.Data;
using static DeepML.Compat.MicrosoftML.Tests.TransformTestKit;
using NormFunction = Microsoft.ML.Transforms.LpNormNormalizingEstimatorBase.NormFunction;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class NormalizerRowNormTests
{
    private readonly MLContext _ml = new(1);

    private IDataView Sample => Vectors(_ml, [1, 1, 0, 0], [2, 2, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1]);

    [TestMethod]
    public void L1_norm_of_centred_rows()
    {
        AssertRows(FitChecked(_ml.Transforms.NormalizeLpNorm("Features", norm: NormFunction.L1, ensureZeroMean: true), Sample).Transform(Sample), "Features",
            [[0.25f, 0.25f, -0.25f, -0.25f], [0.25f, 0.25f, -0.25f, -0.25f], [0.25f, -0.25f, 0.25f, -0.25f], [-0.25f, 0.25f, -0.25f, 0.25f]]);
    }

    [TestMethod]
    [DataRow(NormFunction.L2, 5f)]
    [DataRow(NormFunction.L1, 7f)]
    [DataRow(NormFunction.Infinity, 4f)]
    [DataRow(NormFunction.StandardDeviation, 3.5f)]
    public void Every_norm_divides_the_row(NormFunction norm, float divisor) =>
        AssertRows(_ml.Transforms.NormalizeLpNorm("Features", norm: norm).Fit(Vectors(_ml, [3, -4])).Transform(Vectors(_ml, [3, -4])), "Features", [[3 / divisor, -4 / divisor]], 1e-6f);

    [TestMethod]
    public void A_row_of_zeros_or_with_NaN_is_left_unchanged()
    {
        var rows = Rows<float>(_ml.Transforms.NormalizeLpNorm("Features").Fit(Sample).Transform(Vectors(_ml, [0, 0, 0, 0], [float.NaN, 3, 0, 4])), "Features");
        CollectionAssert.AreEqual(new[] { 0f, 0, 0, 0 }, rows[0]);
        CollectionAssert.AreEqual(new[] { 3f, 0, 4 }, rows[1][1..]);
    }

    [TestMethod]
    public void Sparse_rows_give_the_values_of_dense_ones_unless_a_mean_is_subtracted()
    {
        var sparse = Sparse(_ml, 9, [(1, 3f), (7, -4f)]);
        var dense = Vectors(_ml, [0, 3, 0, 0, 0, 0, 0, -4, 0]);
        foreach (var norm in Enum.GetValues<NormFunction>())
        {
            var estimator = _ml.Transforms.NormalizeLpNorm("Features", norm: norm);
            AssertRows(estimator.Fit(sparse).Transform(sparse), "Features", Rows<float>(estimator.Fit(dense).Transform(dense), "Features"), 1e-6f);
        }

        // The mean is that of all slots, the norm only that of the explicit ones.
        var mean = -1f / 9;
        var divisor = MathF.Sqrt((3 - mean) * (3 - mean) + (-4 - mean) * (-4 - mean));
        var centred = Rows<float>(_ml.Transforms.NormalizeLpNorm("Features", ensureZeroMean: true).Fit(sparse).Transform(sparse), "Features")[0];
        Assert.AreEqual((3 - mean) / divisor, centred[1], 1e-6f);
        Assert.AreEqual(-mean / divisor, centred[0], 1e-6f);
    }

    [TestMethod]
    public void Global_contrast_with_unit_deviation_and_scale()
    {
        AssertRows(FitChecked(_ml.Transforms.NormalizeGlobalContrast("Features", ensureZeroMean: false, ensureUnitStandardDeviation: true, scale: 2), Sample).Transform(Sample), "Features",
            [[4, 4, 0, 0], [4, 4, 0, 0], [4, 0, 4, 0], [0, 4, 0, 4]]);
        AssertRows(_ml.Transforms.NormalizeGlobalContrast("Features").Fit(Sample).Transform(Sample), "Features",
            [[0.5f, 0.5f, -0.5f, -0.5f], [0.5f, 0.5f, -0.5f, -0.5f], [0.5f, -0.5f, 0.5f, -0.5f], [-0.5f, 0.5f, -0.5f, 0.5f]]);
    }

    [TestMethod]
    public void The_output_is_normalized_and_only_known_size_singles_are_taken()
    {
        Assert.IsTrue(_ml.Transforms.NormalizeLpNorm("Features").Fit(Sample).Transform(Sample).Schema["Features"].IsNormalized());
        var scalars = Scalars(_ml, 1, 2);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.NormalizeLpNorm("Value").Fit(scalars)).Message, "Schema mismatch for input column 'Value'");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Transforms.NormalizeLpNorm("Value").GetOutputSchema(SchemaShape.Create(scalars.Schema))).Message, "Schema mismatch for input column 'Value'");
    }
}
