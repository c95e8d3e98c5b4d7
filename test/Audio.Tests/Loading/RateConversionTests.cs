namespace DeepML.Audio.Tests.Loading;

[TestClass]
public sealed class RateConversionTests
{
    [TestMethod]
    [DataRow(44_100, 16_000, 440.0)]
    [DataRow(8_000, 16_000, 3_000.0)]
    [DataRow(48_000, 16_000, 6_000.0)]
    [DataRow(16_000, 44_100, 5_000.0)]
    [DataRow(44_101, 16_000, 1_000.0)]
    public void A_tone_is_the_same_tone_at_the_same_moments(int from, int to, double frequency)
    {
        var converted = new RateConversion(from, to).Convert(Tones.Sine(from, frequency, 0.5));
        var expected = Tones.Sine(to, frequency, 0.5);
        Assert.AreEqual(expected.Length, converted.Length, 1);
        for (var i = to / 20; i < expected.Length - (to / 20); i++) // the ends hear the silence beside them
            Assert.AreEqual(expected[i], converted[i], 1e-3, $"sample {i}");
    }

    [TestMethod]
    public void Tones_that_the_lower_rate_cannot_hold_are_gone_and_do_not_come_back_as_others()
    {
        var converted = new RateConversion(48_000, 16_000).Convert(Tones.Sine(48_000, 9_000, 0.5));
        Assert.IsLessThan(1e-3, converted[200..^200].Max(Math.Abs));
    }

    [TestMethod]
    public void Samples_are_the_sums_of_the_formula()
    {
        const int from = 3, to = 2, zeros = 16;
        var samples = Tones.Rich(16_000, 200);
        var converted = new RateConversion(48_000, 32_000).Convert(samples);
        Assert.HasCount(134, converted);
        const double scale = 0.95 * to / from;
        for (var i = 0; i < converted.Length; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < samples.Length; j++)
            {
                var time = scale * (j - ((double)i * from / to));
                if (Math.Abs(time) < zeros)
                    sum += samples[j] * scale * Math.Pow(Math.Cos(Math.PI * time / 2 / zeros), 2)
                        * (time == 0 ? 1 : Math.Sin(Math.PI * time) / (Math.PI * time));
            }
            Assert.AreEqual(sum, converted[i], 1e-6, $"sample {i}");
        }
    }

    [TestMethod]
    public void The_end_of_a_long_sound_is_as_exact_as_its_beginning()
    {
        const int from = 44_100, to = 16_000, seconds = 120;
        var converted = new RateConversion(from, to).Convert(Tones.Sine(from, 3_000, seconds));
        Assert.HasCount(to * seconds, converted);
        for (var i = converted.Length - to; i < converted.Length - 200; i++)
            Assert.AreEqual(0.5 * Math.Sin(2 * Math.PI * 3_000 * ((double)i / to)), converted[i], 1e-3);
    }

    [TestMethod]
    public void Equal_rates_leave_samples_as_they_are_and_too_many_are_refused()
    {
        var samples = Tones.Rich(16_000, 50);
        Assert.AreSame(samples, new RateConversion(16_000, 16_000).Convert(samples));
        var error = Assert.ThrowsExactly<InvalidDataException>(() => new RateConversion(100, 1_000_000).Convert(new float[10_000]));
        StringAssert.Contains(error.Message, "it would have 100000000 samples; a row holds 67108864 at most");
    }
}
