using Microsoft.ML;
using Microsoft.ML.Data;
using static DeepML.Compat.MicrosoftML.Tests.TransformTestKit;
using ReplacementMode = Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class MissingValuesTests
{
    private readonly MLContext _ml = new(1);

    private IDataView Sample => Vectors(_ml, [float.PositiveInfinity, 1, 0], [0, float.NaN, 1], [-1, 2, -3], [-1, float.NaN, -3]);

    [TestMethod]
    public void The_default_value_is_zero_and_infinity_is_not_missing()
    {
        var view = FitChecked(_ml.Transforms.ReplaceMissingValues("Replaced", "Features"), Sample).Transform(Sample);
        var rows = Rows<float>(view, "Replaced");
        CollectionAssert.AreEqual(new[] { float.PositiveInfinity, 1, 0 }, rows[0]);
        CollectionAssert.AreEqual(new[] { 0f, 0, 1 }, rows[1]);
        CollectionAssert.AreEqual(new[] { -1f, 0, -3 }, rows[3]);
    }

    [TestMethod]
    [DataRow(ReplacementMode.Mean, 1.5f)]
    [DataRow(ReplacementMode.Minimum, 1f)]
    [DataRow(ReplacementMode.Maximum, 2f)]
    [DataRow(ReplacementMode.Mode, 1f)]
    public void Slots_are_imputed_from_their_own_values(ReplacementMode mode, float expected)
    {
        var transformer = FitChecked(_ml.Transforms.ReplaceMissingValues("Features", replacementMode: mode), Sample);
        Assert.AreEqual(expected, Rows<float>(transformer.Transform(Sample), "Features")[1][1]);
        Assert.AreEqual(expected, Rows<float>(Reload(_ml, transformer, Sample.Schema).Transform(Sample), "Features")[3][1]);
    }

    [TestMethod]
    public void Without_slots_all_values_are_pooled()
    {
        var data = Vectors(_ml, [1, float.NaN], [2, 9]);
        Assert.AreEqual(4, Rows<float>(_ml.Transforms.ReplaceMissingValues("Features", replacementMode: ReplacementMode.Mean, imputeBySlot: false).Fit(data).Transform(data), "Features")[0][1]);
    }

    [TestMethod]
    public void Zeros_of_sparse_vectors_count_in_the_mean()
    {
        var data = Sparse(_ml, 2, [(0, 8f)], [(1, 4f)], [(0, float.NaN)], [(0, 1f), (1, 1f)]);
        Assert.AreEqual(3, Rows<float>(_ml.Transforms.ReplaceMissingValues("Features", replacementMode: ReplacementMode.Mean).Fit(data).Transform(data), "Features")[2][0]);
    }

    [TestMethod]
    public void Scalars_are_replaced_too()
    {
        var data = Scalars(_ml, 4, float.NaN, 2, 2);
        CollectionAssert.AreEqual(new[] { 4f, 2, 2, 2 }, Values<float>(FitChecked(_ml.Transforms.ReplaceMissingValues("Value", replacementMode: ReplacementMode.Mode), data).Transform(data), "Value"));
    }

    [TestMethod]
    public void Types_without_a_missing_value_cannot_be_replaced()
    {
        var data = Texts(_ml, "a");
        var estimator = _ml.Transforms.ReplaceMissingValues("Text");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(data)).Message, "Text");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(SchemaShape.Create(data.Schema)));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.ReplaceMissingValues("Nowhere").Fit(data)).Message, "Could not find input column 'Nowhere'");
    }

    [TestMethod]
    public void Indicators_tell_the_missing_slots()
    {
        var transformer = FitChecked(_ml.Transforms.IndicateMissingValues("Missing", "Features"), Sample);
        var view = Reload(_ml, transformer, Sample.Schema).Transform(Sample);
        CollectionAssert.AreEqual(new[] { false, false, false }, Rows<bool>(view, "Missing")[0]);
        CollectionAssert.AreEqual(new[] { false, true, false }, Rows<bool>(view, "Missing")[1]);
        Assert.IsTrue(view.Schema["Missing"].IsNormalized());
        Assert.AreEqual(new VectorDataViewType(BooleanDataViewType.Instance, 3), view.Schema["Missing"].Type);
    }

    [TestMethod]
    public void Indicators_work_on_scalars_and_missing_keys()
    {
        var view = FitChecked(_ml.Transforms.IndicateMissingValues("Value"), Scalars(_ml, 1)).Transform(Scalars(_ml, 1, float.NaN));
        CollectionAssert.AreEqual(new[] { false, true }, Values<bool>(view, "Value"));
        var keys = _ml.Transforms.Conversion.MapValueToKey("Text").Fit(Texts(_ml, "a")).Transform(Texts(_ml, "b", "a"));
        CollectionAssert.AreEqual(new[] { true, false }, Values<bool>(_ml.Transforms.IndicateMissingValues("Text").Fit(keys).Transform(keys), "Text"));
    }

    [TestMethod]
    public void Indicators_of_types_without_a_missing_value_throw() =>
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.IndicateMissingValues("Text").Fit(Texts(_ml, "a")));
}
