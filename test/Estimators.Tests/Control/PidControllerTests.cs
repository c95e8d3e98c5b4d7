namespace DeepML.Estimators.Tests.Control;

[TestClass]
public sealed class PidControllerTests
{
    [TestMethod]
    public void The_output_is_the_sum_of_its_parts()
    {
        var controller = new PidController(new PidSettings(2, 0.5, 3, FilterTime: 0.4, SetPointWeight: 0.6), sampleTime: 0.1);
        double[] measured = [0, 0.2, 0.5, 0.4, 1.1];
        var (integral, derivative, before) = (0.0, 0.0, 0.0);
        foreach (var value in measured)
        {
            derivative = ((0.4 * derivative) - (3 * (value - before))) / 0.5;
            before = value;
            Assert.AreEqual((2 * (0.6 - value)) + integral + derivative, controller.Next(1, value), 1e-12);
            integral += 0.5 * 0.1 * (1 - value);
        }
    }

    [TestMethod]
    public void A_sensor_that_is_gone_is_refused_and_leaves_the_controller_as_it_was()
    {
        var disturbed = new PidController(new PidSettings(1, 0.5), 0.1, minimum: 0, maximum: 100);
        var other = new PidController(new PidSettings(1, 0.5), 0.1, minimum: 0, maximum: 100);
        Assert.AreEqual(other.Next(61, 60), disturbed.Next(61, 60));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => disturbed.Next(61, double.NaN));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => disturbed.Next(double.PositiveInfinity, 60));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => disturbed.Reset(60, double.NaN, 25));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => disturbed.Reset(60, 60, 250)).Message, "in [0, 100]");
        Assert.AreEqual(other.Next(61, 60), disturbed.Next(61, 60));
    }

    [TestMethod]
    public void It_takes_over_without_a_bump()
    {
        var controller = new PidController(new PidSettings(2, 0.5, 3, 0.4, 0.3), 0.1);
        controller.Reset(40, 40, output: 17);
        Assert.AreEqual(17, controller.Next(40, 40), 1e-12);
        Assert.AreEqual(17, controller.Next(40, 40), 1e-12);
    }

    [TestMethod]
    public void An_actuator_at_its_limit_does_not_wind_the_integral_up()
    {
        var controller = new PidController(new PidSettings(1, 0.5), 0.1, minimum: 0, maximum: 1);
        for (var i = 0; i < 10_000; i++)
            Assert.AreEqual(1, controller.Next(10, 0));
        var left = 0;
        while (controller.Next(10, 11) > 0.5 && left < 10_000)
            left++;
        Assert.IsLessThan(200, left); // an integral without back-calculation would hold 10,000 samples of error
    }

    [TestMethod]
    public void Numbers_outside_their_range_are_named()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => new PidController(new PidSettings(double.NaN, 0, 0, -1, 1.5), 0, minimum: 2, maximum: 1));
        foreach (var part in new[] { "ProportionalGain is NaN", "FilterTime is -1", "SetPointWeight is 1.5; it must be in [0, 1]",
            "sampleTime is 0", "minimum is 2; it must be below maximum, 1" })
            StringAssert.Contains(error.Message, part);
    }

    [TestMethod]
    public void Times_follow_from_gains()
    {
        var settings = new PidSettings(4, 0.5, 6);
        Assert.AreEqual((8.0, 1.5), (settings.IntegralTime, settings.DerivativeTime));
        Assert.AreEqual(double.PositiveInfinity, new PidSettings(4, 0).IntegralTime);
        StringAssert.Contains(settings.ToString(), "Ti 8");
    }
}
