namespace DeepML.Data.Tests.Sequences;

[TestClass]
public sealed class PitchShiftTests
{
    private const int Rate = 8000;

    [TestMethod]
    [DataRow(12.0)]
    [DataRow(-12.0)]
    [DataRow(3.0)]
    [DataRow(-5.0)]
    [DataRow(0.0)]
    public void A_tone_is_heard_as_many_semitones_away_and_as_long_and_as_loud(double semitones)
    {
        const double frequency = 440;
        var tone = Tone(frequency);
        var shifted = PitchShift.By(tone, semitones);
        Assert.HasCount(tone.Length, shifted);
        var crossings = Enumerable.Range(1, shifted.Length - 1).Count(i => shifted[i - 1] < 0 && shifted[i] >= 0);
        var expected = frequency * Math.Pow(2, semitones / 12);
        Assert.AreEqual(expected, crossings * (double)Rate / shifted.Length, 0.02 * expected);
        Assert.AreEqual(Math.Sqrt(0.5), Math.Sqrt(shifted.Average(s => (double)s * s)), 0.05);
    }

    [TestMethod]
    [DataRow(0.5)]
    [DataRow(1.7)]
    public void A_stretched_tone_keeps_its_pitch(double factor)
    {
        var stretched = PitchShift.Stretched(Tone(440), factor);
        Assert.HasCount((int)Math.Round(Rate * factor), stretched);
        var crossings = Enumerable.Range(1, stretched.Length - 1).Count(i => stretched[i - 1] < 0 && stretched[i] >= 0);
        Assert.AreEqual(440, crossings * (double)Rate / stretched.Length, 9);
    }

    [TestMethod]
    public void Very_short_sounds_and_silence_come_to_no_harm()
    {
        CollectionAssert.AreEqual(new[] { 1f, 2, 3 }, PitchShift.By([1, 2, 3], 7));
        for (var samples = 16; samples < 80; samples++)
        {
            var silent = PitchShift.By(new float[samples], 7);
            Assert.HasCount(samples, silent);
            Assert.IsTrue(silent.All(sample => sample == 0));
        }
    }

    private static float[] Tone(double frequency) =>
        [.. Enumerable.Range(0, Rate).Select(i => (float)Math.Sin(2 * Math.PI * frequency * i / Rate))];
}
