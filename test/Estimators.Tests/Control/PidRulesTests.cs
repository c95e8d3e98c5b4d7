namespace DeepML.Estimators.Tests.Control;

[TestClass]
public sealed class PidRulesTests
{
    private static readonly PidTuningOptions WithDerivative = new();
    private static readonly PidTuningOptions Without = new() { UsesDerivative = false };

    [TestMethod]
    public void Rules_of_a_first_order_process_are_those_of_their_papers()
    {
        var model = new ProcessModel(2, 10, 4);
        Check(PidRule.Simc, model, WithDerivative, 10 / (2 * 8.0), 10, 0);
        Check(PidRule.Imc, model, WithDerivative, 24 / (2 * (6.4 + 4)), 12, 40.0 / 24);
        Check(PidRule.Imc, model, Without, 24 / (4 * 6.8), 12, 0);
        Check(PidRule.CohenCoon, model, WithDerivative, 10 / 8.0 * ((4.0 / 3) + 0.1), 4 * 34.4 / 16.2, 16 / 11.8);
        Check(PidRule.CohenCoon, model, Without, 10 / 8.0 * (0.9 + (0.4 / 12)), 4 * 31.2 / 17, 0);
        var (gain, period) = model.Ultimate();
        Check(PidRule.ZieglerNichols, model, WithDerivative, 0.6 * gain, period / 2, period / 8);
        Check(PidRule.ZieglerNichols, model, Without, 0.45 * gain, period / 1.2, 0);
    }

    [TestMethod]
    public void Rules_of_a_second_order_process_are_those_of_their_papers()
    {
        var model = new ProcessModel(-2, 20, 1, 5);
        // in a row: gain 20 / (-2 * 2), integral time min(20, 8), derivative time 5
        Check(PidRule.Simc, model, WithDerivative, -5 * (1 + (5 / 8.0)), 13, 5 / (1 + (5 / 8.0)));
        Check(PidRule.Imc, model, WithDerivative, 25 / (-2 * 3.0), 25, 4);
        // half of the second lag goes to each: 22.5 and 3.5
        Check(PidRule.Simc, model, Without, 22.5 / (-2 * 7), 22.5, 0);
    }

    [TestMethod]
    public void Rules_that_need_a_dead_time_say_so()
    {
        foreach (var rule in new[] { PidRule.ZieglerNichols, PidRule.CohenCoon })
            Assert.AreEqual("needs a dead time", PidRules.Of(rule, new ProcessModel(1, 10, 0, 3), WithDerivative, 0.01).Reason);
        Assert.IsNotNull(PidRules.Of(PidRule.Simc, new ProcessModel(1, 10, 0, 3), WithDerivative, 0.01).Settings);
    }

    private static void Check(PidRule rule, ProcessModel model, PidTuningOptions options, double gain, double integral, double derivative)
    {
        var settings = PidRules.Of(rule, model, options, sampleTime: 1e-12).Settings!;
        Assert.AreEqual(gain, settings.ProportionalGain, 1e-6, $"{rule}");
        Assert.AreEqual(integral, settings.IntegralTime, 1e-6, $"{rule}");
        Assert.AreEqual(derivative, settings.DerivativeTime, 1e-6, $"{rule}");
        Assert.AreEqual(derivative / 10, settings.FilterTime, 1e-6, $"{rule}");
    }
}
