namespace DeepML.Estimators.Tests.Control;

[TestClass]
public sealed class ProcessModelTests
{
    [TestMethod]
    [DataRow(3.0, 0.0, 0.0, 0.5)]
    [DataRow(3.0, 0.0, 1.3, 0.5)]
    [DataRow(3.0, 1.2, 2.0, 0.4)]
    [DataRow(3.0, 3.0, 0.7, 0.25)]
    public void A_step_answers_by_the_formula_whatever_dead_time_and_step_are(double first, double second, double deadTime, double step)
    {
        var simulation = new ProcessModel(2, first, deadTime, second, measuredAtRest: 5, outputAtRest: 1).Start(step);
        for (var i = 1; i <= 60; i++)
            Assert.AreEqual(5 + (2 * 4 * Answer((i * step) - deadTime, first, second)), simulation.Advance(5), 1e-9);
    }

    [TestMethod]
    public void Inputs_that_change_answer_by_the_sum_of_their_steps()
    {
        double[] inputs = [1, -2, 0, 4, 4, 3, -1, 0, 0, 0, 2, 2];
        var simulation = new ProcessModel(1, 2, 0.9, 1).Start(0.5);
        for (var i = 0; i < inputs.Length; i++)
        {
            var expected = 0.0;
            for (var j = 0; j <= i; j++)
                expected += (inputs[j] - (j > 0 ? inputs[j - 1] : 0)) * Answer(((i + 1 - j) * 0.5) - 0.9, 2, 1);
            Assert.AreEqual(expected, simulation.Advance(inputs[i]), 1e-9);
        }
    }

    [TestMethod]
    public void Simulations_of_one_model_do_not_disturb_each_other()
    {
        var model = new ProcessModel(1, 2, 0.5);
        var (one, other) = (model.Start(0.5), model.Start(0.5));
        one.Advance(10);
        one.Advance(10);
        Assert.AreEqual(0, other.Advance(0));
    }

    [TestMethod]
    public void Times_that_are_not_evenly_spaced_give_the_same_answer()
    {
        var track = new LagTrack(2, 1, 0.9, start: 0);
        track.Put(0, 1);
        track.Put(0.3, 3);
        track.Put(2.2, -1);
        foreach (var time in new[] { 0.4, 0.95, 1.1, 1.3, 2.9, 3.3, 7.0 })
            Assert.AreEqual(
                Answer(time - 0.9, 2, 1) + (2 * Answer(time - 1.2, 2, 1)) - (4 * Answer(time - 3.1, 2, 1)), track.At(time), 1e-9);
    }

    [TestMethod]
    public void The_larger_time_constant_comes_first()
    {
        var model = new ProcessModel(1, 2, 0, 5);
        Assert.AreEqual((5.0, 2.0), (model.TimeConstant, model.SecondTimeConstant));
    }

    [TestMethod]
    public void Numbers_outside_their_range_are_all_named()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new ProcessModel(0, 0, -1, double.NaN, double.PositiveInfinity));
        foreach (var part in new[] { "gain is 0", "timeConstant is 0; it must be above 0", "deadTime is -1", "secondTimeConstant is NaN",
            "measuredAtRest is Infinity" })
            StringAssert.Contains(error.Message, part);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ProcessModel(1, 1, 0).Start(0));
    }

    [TestMethod]
    public void The_loop_oscillates_with_the_ultimate_gain()
    {
        var model = new ProcessModel(-2, 4, 1.5, 2);
        var (gain, period) = model.Ultimate();
        Assert.IsLessThan(0, gain);
        var open = gain * model.At(2 * Math.PI / period);
        Assert.AreEqual(-1, open.Real, 1e-9);
        Assert.AreEqual(0, open.Imaginary, 1e-9);
        Assert.AreEqual(double.PositiveInfinity, new ProcessModel(1, 4, 0, 2).Ultimate().Gain);
    }

    private static double Answer(double time, double first, double second) => time <= 0 ? 0
        : second == 0 ? 1 - Math.Exp(-time / first)
        : first == second ? 1 - ((1 + (time / first)) * Math.Exp(-time / first))
        : 1 - (((first * Math.Exp(-time / first)) - (second * Math.Exp(-time / second))) / (first - second));
}
