using Microsoft.ML;

namespace DeepML.Estimators.Tests.Rbm;

[TestClass]
public sealed class RbmBadInputTests
{
    private static readonly float[][] Good = [[0, 1, 0.5f], [1, 1, 0], [0, 0, 1], [1, 0, 1]];

    private static RbmTransformer Fit(IEnumerable<float[]> rows, RbmOptions? options = null)
    {
        var ml = new MLContext(1);
        return ml.Transforms.RestrictedBoltzmannMachine("H", "V", options ?? BernoulliRbmWorkout.Small()).Fit(BitRow.Load(ml, rows));
    }

    [TestMethod]
    public void A_value_outside_the_unit_interval_is_named_with_row_slot_and_advice()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => Fit([.. Good, [0, 0, 7.5f]], BernoulliRbmWorkout.Small() with { VisibleUnits = VisibleUnits.Bernoulli }));
        StringAssert.Contains(error.Message, "column 'V' holds 7.5 in row 4, slot 2");
        StringAssert.Contains(error.Message, "NormalizeMinMax");
        StringAssert.Contains(error.Message, "Gaussian");
    }

    [TestMethod]
    public void Likelihoods_of_bits_refuse_values_outside_the_unit_interval()
    {
        using var model = Fit(Good);
        var bad = BitRow.Load(new MLContext(1), [.. Good, [0, 0, 7.5f]]);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.PseudoLogLikelihood(bad)).Message, "7.5 in row 4, slot 2");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.LogLikelihood(bad, 10, 2)).Message, "7.5 in row 4, slot 2");
    }

    [TestMethod]
    public void A_validation_value_outside_the_unit_interval_is_named_with_its_row()
    {
        var ml = new MLContext(1);
        var bad = BitRow.Load(ml, [.. Good, [0, 0, 7.5f]]);
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => ml.Transforms.RestrictedBoltzmannMachine("H", "V", BernoulliRbmWorkout.Small()).Fit(BitRow.Load(ml, Good), bad));
        StringAssert.Contains(error.Message, "7.5 in row 4, slot 2");
    }

    [TestMethod]
    public void A_machine_whose_weights_are_thrown_off_is_no_model()
    {
        var options = BernoulliRbmWorkout.Small() with { VisibleUnits = VisibleUnits.Gaussian, HiddenUnits = HiddenUnits.NoisyReLU };
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Fit(Enumerable.Range(0, 200).Select(i => new[] { i, 7f, -i * i }),
                options with { Training = options.Training with { LearningRate = 50, Epochs = 40 } }));
        StringAssert.Contains(error.Message, "Lower the learning rate");
    }

    [TestMethod]
    public void The_free_energy_needs_a_name_of_its_own()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => new MLContext(1).Transforms.RestrictedBoltzmannMachine("H", "V", new RbmOptions { FreeEnergyColumnName = "H" }));
        StringAssert.Contains(error.Message, "FreeEnergyColumnName is H");
    }

    [TestMethod]
    public void Gaussian_units_take_any_scale_and_constant_columns()
    {
        using var model = Fit(
            Enumerable.Range(0, 40).Select(i => new[] { 1000f + i, 7f, -i * 1e-3f }),
            BernoulliRbmWorkout.Small() with { VisibleUnits = VisibleUnits.Gaussian });
        Assert.IsTrue(model.TrainingHistory.Epochs.All(e => double.IsFinite(e.TrainingLoss)));
        Assert.AreEqual(7, model.Sample(1, 5, means: true, seed: 1)[0][1], 0.5);
    }

    [TestMethod]
    public void Constant_columns_of_bits_stay_constant()
    {
        using var model = Fit(Enumerable.Range(0, 200).Select(i => new[] { 0f, 1f, i % 2 }));
        var samples = model.Sample(200, 20, seed: 1);
        Assert.IsLessThan(0.1, samples.Average(s => s[0]));
        Assert.IsGreaterThan(0.9, samples.Average(s => s[1]));
    }

    [TestMethod]
    public void Rows_without_a_number_are_named()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Fit([.. Good, [0, float.NaN, 1]]));
        StringAssert.Contains(error.Message, "column 'V'", StringComparison.OrdinalIgnoreCase);
    }

    [TestMethod]
    public void Questions_that_the_units_cannot_answer_are_refused()
    {
        var ml = new MLContext(1);
        var data = BitRow.Load(ml, Good);
        using var gaussian = Fit(Good, BernoulliRbmWorkout.Small() with { VisibleUnits = VisibleUnits.Gaussian });
        Assert.ThrowsExactly<InvalidOperationException>(() => gaussian.PseudoLogLikelihood(data));
        using var rectified = Fit(Good, BernoulliRbmWorkout.Small() with { HiddenUnits = HiddenUnits.NoisyReLU });
        Assert.ThrowsExactly<InvalidOperationException>(() => rectified.LogLikelihood(data));
    }

    [TestMethod]
    public void Counts_below_one_are_refused()
    {
        using var model = Fit(Good);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Sample(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Sample(1, 0));
        var data = BitRow.Load(new MLContext(1), Good);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.LogLikelihood(data, temperatures: 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.LogLikelihood(data, chains: 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.LogLikelihood(BitRow.Load(new MLContext(1), [[0, 1]])));
    }

    [TestMethod]
    public void Learning_more_with_other_sizes_is_refused()
    {
        using var model = Fit(Good);
        var ml = new MLContext(1);
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => model.FitMore(BitRow.Load(ml, Good), BernoulliRbmWorkout.Small() with { HiddenSize = 9 }));
        StringAssert.Contains(error.Message, "HiddenSize = 9");
    }
}
