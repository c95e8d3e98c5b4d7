using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static DeepML.Compat.MicrosoftML.Tests.TransformTestKit;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class NormalizerTests
{
    private readonly MLContext _ml = new(1);

    private IDataView Sample => Vectors(_ml, [1, 1, 3, 0], [2, 2, 2, 0], [0, 0, 1, 0], [-1, -1, -1, 1]);

    [TestMethod]
    public void Min_max_with_fixed_zero_divides_by_the_largest_magnitude()
    {
        var view = FitChecked(_ml.Transforms.NormalizeMinMax("Features"), Sample).Transform(Sample);
        AssertRows(view, "Features", [[0.5f, 0.5f, 1, 0], [1, 1, 0.6667f, 0], [0, 0, 0.3333f, 0], [-0.5f, -0.5f, -0.3333f, 1]]);
    }

    [TestMethod]
    public void Min_max_without_fixed_zero_maps_the_range_to_zero_and_one()
    {
        var transformer = _ml.Transforms.NormalizeMinMax("Features", fixZero: false).Fit(Sample);
        AssertRows(transformer.Transform(Sample), "Features", [[0.6667f, 0.6667f, 1, 0], [1, 1, 0.75f, 0], [0.3333f, 0.3333f, 0.5f, 0], [0, 0, 0, 1]]);
        var parameters = (NormalizingTransformer.AffineNormalizerModelParameters<ImmutableArray<float>>)transformer.GetNormalizerModelParameters(0);
        Assert.AreEqual(-1, parameters.Offset[1]);
        Assert.AreEqual(0.3333333f, parameters.Scale[1], 1e-6f);
    }

    [TestMethod]
    public void Min_max_of_a_constant_slot_is_zero_and_NaN_stays_NaN()
    {
        var data = Vectors(_ml, [5, float.NaN, 1], [5, 2, float.NaN], [5, 4, 3]);
        foreach (var fixZero in new[] { true, false })
        {
            var rows = Rows<float>(_ml.Transforms.NormalizeMinMax("Features", fixZero: fixZero).Fit(data).Transform(data), "Features");
            Assert.IsTrue(rows.All(row => row[0] == 0));
            Assert.IsTrue(float.IsNaN(rows[0][1]) && float.IsNaN(rows[1][2]));
            Assert.AreEqual(1, rows[2][1]);
        }
    }

    [TestMethod]
    public void Values_beyond_the_fitted_range_are_not_clipped()
    {
        var transformer = _ml.Transforms.NormalizeMinMax("Value", fixZero: false).Fit(Scalars(_ml, 0, 10));
        CollectionAssert.AreEqual(new[] { -1f, 2f }, Values<float>(transformer.Transform(Scalars(_ml, -10, 20)), "Value"));
    }

    [TestMethod]
    public void Implicit_zeros_of_sparse_rows_count_as_zeros()
    {
        var sparse = Sparse(_ml, 3, [(1, 4f)], [(1, 8f), (2, -2f)]);
        var dense = Vectors(_ml, [0, 4, 0], [0, 8, -2]);
        IEstimator<NormalizingTransformer>[] estimators =
        [
            _ml.Transforms.NormalizeMinMax("Features"), _ml.Transforms.NormalizeMinMax("Features", fixZero: false),
            _ml.Transforms.NormalizeMeanVariance("Features"), _ml.Transforms.NormalizeMeanVariance("Features", fixZero: false),
            _ml.Transforms.NormalizeBinning("Features"), _ml.Transforms.NormalizeBinning("Features", fixZero: false),
            _ml.Transforms.NormalizeRobustScaling("Features"),
        ];
        foreach (var estimator in estimators)
            AssertRows(estimator.Fit(sparse).Transform(sparse), "Features", Rows<float>(estimator.Fit(dense).Transform(dense), "Features"), 1e-6f);
        Assert.IsFalse(_ml.Transforms.NormalizeMinMax("Features").Fit(sparse).Transform(sparse).GetColumn<VBuffer<float>>("Features").First().IsDense);
    }

    [TestMethod]
    public void Mean_variance_with_fixed_zero_divides_by_the_root_mean_square()
    {
        var transformer = _ml.Transforms.NormalizeMeanVariance("Features").Fit(Sample);
        AssertRows(transformer.Transform(Sample), "Features",
            [[0.8165f, 0.8165f, 1.5492f, 0], [1.6330f, 1.6330f, 1.0328f, 0], [0, 0, 0.5164f, 0], [-0.8165f, -0.8165f, -0.5164f, 2]]);
        var parameters = (NormalizingTransformer.AffineNormalizerModelParameters<ImmutableArray<float>>)transformer.GetNormalizerModelParameters(0);
        Assert.HasCount(0, parameters.Offset);
        Assert.AreEqual(0.8164966f, parameters.Scale[1], 1e-6f);
    }

    [TestMethod]
    public void Mean_variance_without_fixed_zero_uses_the_population_deviation()
    {
        var values = Values<float>(_ml.Transforms.NormalizeMeanVariance("Value", fixZero: false).Fit(Scalars(_ml, 1, 2, 3, 4)).Transform(Scalars(_ml, 1, 2.5f, 4)), "Value");
        Assert.AreEqual(-1.5f / MathF.Sqrt(1.25f), values[0], 1e-6f);
        Assert.AreEqual(0, values[1], 1e-6f);
    }

    [TestMethod]
    public void Mean_variance_of_a_constant_slot_is_zero()
    {
        foreach (var fixZero in new[] { true, false })
            CollectionAssert.AreEqual(new[] { 0f, 0f }, Values<float>(_ml.Transforms.NormalizeMeanVariance("Value", fixZero: fixZero).Fit(Scalars(_ml, 7, 7)).Transform(Scalars(_ml, 7, 9)), "Value"));
    }

    [TestMethod]
    public void Mean_variance_with_cdf_gives_shares_of_a_normal_distribution()
    {
        var transformer = _ml.Transforms.NormalizeMeanVariance("Features", useCdf: true).Fit(Sample);
        AssertRows(transformer.Transform(Sample), "Features",
            [[0.6726f, 0.6726f, 0.8816f, 0.2819f], [0.9101f, 0.9101f, 0.6939f, 0.2819f], [0.3274f, 0.3274f, 0.4329f, 0.2819f], [0.0899f, 0.0899f, 0.0641f, 0.9584f]], 2e-4f);
        var parameters = (NormalizingTransformer.CdfNormalizerModelParameters<ImmutableArray<float>>)transformer.GetNormalizerModelParameters(0);
        Assert.AreEqual(0.5f, parameters.Mean[1]);
        Assert.AreEqual(1.118034f, parameters.StandardDeviation[1], 1e-6f);
        Assert.IsFalse(parameters.UseLog);
    }

    [TestMethod]
    public void Log_mean_variance_takes_logarithms_of_positive_values_only()
    {
        var data = Vectors(_ml, [1, 1, 3, 0, float.MaxValue], [2, 2, 2, 0, float.MinValue], [0, 0, 1, 0, 0], [-1, -1, -1, 1, 1]);
        var transformer = _ml.Transforms.NormalizeLogMeanVariance("Features").Fit(data);
        AssertRows(transformer.Transform(data), "Features",
            [[0.1587f, 0.1587f, 0.8654f, 0, 0.8413f], [0.8413f, 0.8413f, 0.5837f, 0, 0], [0, 0, 0.0940f, 0, 0], [0, 0, 0, 0, 0.1587f]], 2e-4f);
        var parameters = (NormalizingTransformer.CdfNormalizerModelParameters<ImmutableArray<float>>)transformer.GetNormalizerModelParameters(0);
        Assert.AreEqual(0.3465736f, parameters.Mean[1], 1e-6f);
        Assert.IsTrue(parameters.UseLog);
    }

    [TestMethod]
    public void Log_mean_variance_without_cdf_does_not_take_the_logarithm_of_the_value()
    {
        var data = Vectors(_ml, [1, 3, 0], [2, 2, 0], [0, 1, 0], [-1, -1, 1]);
        AssertRows(_ml.Transforms.NormalizeLogMeanVariance("Features", useCdf: false).Fit(data).Transform(data), "Features",
            [[1.8854f, 5.2970f, 0], [4.7708f, 3.0925f, 0], [-1, 0.8879f, 0], [-3.8854f, -3.5213f, 0]]);
        AssertRows(_ml.Transforms.NormalizeLogMeanVariance("Features", true, useCdf: false).Fit(data).Transform(data), "Features",
            [[2.0403f, 4.0001f, 0], [4.0806f, 2.6667f, 0], [0, 1.3334f, 0], [-2.0403f, -1.3334f, 0]]);
    }

    [TestMethod]
    public void Robust_scaling_divides_the_distance_from_the_median_by_half_the_range()
    {
        var values = Values<float>(_ml.Transforms.NormalizeRobustScaling("Value").Fit(Scalars(_ml, 1, 2, 4, 9)).Transform(Scalars(_ml, 3, 7)), "Value");
        CollectionAssert.AreEqual(new[] { 0f, 1f }, values);
        values = Values<float>(_ml.Transforms.NormalizeRobustScaling("Value", centerData: false, quantileMin: 0, quantileMax: 100).Fit(Scalars(_ml, 0, 10)).Transform(Scalars(_ml, 5)), "Value");
        Assert.AreEqual(0.5f, values[0]);
    }

    [TestMethod]
    public void Robust_scaling_of_a_constant_column_is_NaN() =>
        Assert.IsTrue(Values<float>(_ml.Transforms.NormalizeRobustScaling("Value").Fit(Scalars(_ml, 3, 3)).Transform(Scalars(_ml, 3)), "Value").All(float.IsNaN));

    [TestMethod]
    public void Only_the_first_rows_count_up_to_the_limit()
    {
        var values = Values<float>(_ml.Transforms.NormalizeMinMax("Value", maximumExampleCount: 2).Fit(Scalars(_ml, 1, 2, 100)).Transform(Scalars(_ml, 2)), "Value");
        Assert.AreEqual(1, values[0]);
    }

    [TestMethod]
    public void Doubles_and_several_columns_are_normalized_together()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new TwoColumns { A = 2, B = [1, 4] }, new TwoColumns { A = -4, B = [2, 2] } });
        var estimator = _ml.Transforms.NormalizeMinMax([new InputOutputColumnPair("A"), new InputOutputColumnPair("C", "B")]);
        var view = FitChecked(estimator, data).Transform(data);
        CollectionAssert.AreEqual(new[] { 0.5, -1 }, Values<double>(view, "A"));
        CollectionAssert.AreEqual(new[] { 0.5, 1 }, Rows<double>(view, "C")[0]);
        CollectionAssert.AreEqual(new[] { "A", "A", "B", "C" }, view.Schema.Select(column => column.Name).ToArray());
        Assert.IsTrue(view.Schema[0].IsHidden);
    }

    [TestMethod]
    public void The_output_is_normalized_and_keeps_slot_names()
    {
        var data = _ml.Transforms.Concatenate("Features", "A", "B").Fit(Named()).Transform(Named());
        var column = FitChecked(_ml.Transforms.NormalizeMinMax("Features"), data).Transform(data).Schema["Features"];
        Assert.IsTrue(column.IsNormalized());
        CollectionAssert.AreEqual(new[] { "A", "B" }, SlotNames(column));

        IDataView Named() => _ml.Data.LoadFromEnumerable(new[] { new NamedColumns { A = 1, B = 2 }, new NamedColumns { A = 3, B = 5 } });
    }

    [TestMethod]
    public void Saved_normalizers_give_the_same_values()
    {
        IEstimator<ITransformer>[] estimators =
        [
            _ml.Transforms.NormalizeMinMax("Features", fixZero: false), _ml.Transforms.NormalizeMeanVariance("Features"),
            _ml.Transforms.NormalizeMeanVariance("Features", useCdf: true), _ml.Transforms.NormalizeLogMeanVariance("Features"),
            _ml.Transforms.NormalizeBinning("Features"), _ml.Transforms.NormalizeRobustScaling("Features"),
            _ml.Transforms.NormalizeLpNorm("Features"), _ml.Transforms.NormalizeGlobalContrast("Features", scale: 3),
        ];
        foreach (var estimator in estimators)
        {
            var transformer = FitChecked(estimator, Sample);
            var reloaded = Reload(_ml, transformer, Sample.Schema);
            Assert.AreEqual(transformer.GetType(), reloaded.GetType());
            AssertRows(reloaded.Transform(Sample), "Features", Rows<float>(transformer.Transform(Sample), "Features"), 0);
        }
    }

    [TestMethod]
    public void Missing_and_unsuitable_columns_are_refused_by_chain_and_fit()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Unsuitable() });
        foreach (var (name, message) in new[]
        {
            ("Nowhere", "Could not find input column 'Nowhere'"),
            ("Text", "Schema mismatch for input column 'Text': expected"),
            ("Unsized", "Schema mismatch for input column 'Unsized': expected"),
            ("Whole", "Schema mismatch for input column 'Whole': expected"),
        })
        {
            var estimator = _ml.Transforms.NormalizeMinMax(name);
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(data)).Message, message);
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(SchemaShape.Create(data.Schema))).Message, message);
        }
    }

    [TestMethod]
    public void Impossible_settings_are_refused_at_construction()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.NormalizeMinMax("A", maximumExampleCount: 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.NormalizeGlobalContrast("A", scale: 0));
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Transforms.NormalizeMinMax((InputOutputColumnPair[])null!));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.NormalizeMinMax("Features").Fit(Sample).GetNormalizerModelParameters(1));
    }

    [TestMethod]
    public void A_fitted_normalizer_refuses_another_vector_size()
    {
        var transformer = _ml.Transforms.NormalizeMinMax("Features").Fit(Sample);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => transformer.Transform(Vectors(_ml, [1, 2])));
    }

    public sealed class TwoColumns
    {
        public double A { get; set; }

        [VectorType(2)]
        public double[] B { get; set; } = [];
    }

    public sealed class NamedColumns
    {
        public float A { get; set; }

        public float B { get; set; }
    }

    public sealed class Unsuitable
    {
        public string Text { get; set; } = "";

        public float[] Unsized { get; set; } = [1];

        public int Whole { get; set; }
    }
}
