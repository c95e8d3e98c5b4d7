namespace DeepML.Audio.Tests.Loading;

[TestClass]
public sealed class WaveSoundTests
{
    // Halves, quarters and eighths, which every format holds exactly.
    private static readonly double[] Known = [0, 0.5, -0.5, 0.25, -1, 0.875];

    public static IEnumerable<object[]> Formats =>
    [
        [new WaveBytes { Bits = 8 }], [new WaveBytes { Bits = 16 }], [new WaveBytes { Bits = 24 }], [new WaveBytes { Bits = 32 }],
        [new WaveBytes { Format = WaveBytes.Float, Bits = 32 }], [new WaveBytes { Format = WaveBytes.Float, Bits = 64 }],
        [new WaveBytes { Format = WaveBytes.Float, Bits = 32, FormatSize = 18 }],
        [new WaveBytes { Format = WaveBytes.Extensible, Bits = 24, FormatSize = 40 }],
        [new WaveBytes { Format = WaveBytes.Extensible, SubFormat = WaveBytes.Float, Bits = 32, FormatSize = 40 }],
        [new WaveBytes { Before = "INFO, and data in a text." }], [new WaveBytes { SaidSize = uint.MaxValue }],
    ];

    [TestMethod]
    [DynamicData(nameof(Formats))]
    public void Samples_of_every_format_are_numbers_from_minus_one_to_one(object format)
    {
        var sound = WaveSound.Read(((WaveBytes)format with { Rate = 22_050 }).Of(Known));
        Assert.AreEqual(22_050, sound.Rate);
        CollectionAssert.AreEqual(Array.ConvertAll(Known, sample => (float)sample), sound.Samples);
    }

    [TestMethod]
    public void Channels_become_their_mean_in_files_longer_than_a_block()
    {
        var samples = Enumerable.Range(0, 3 * 10_000).Select(i => i % 3 == 0 ? 0.5 : i % 3 == 1 ? 0.25 : i / 60_000.0).ToArray();
        var sound = WaveSound.Read(new WaveBytes { Format = WaveBytes.Float, Bits = 32, Channels = 3 }.Of(samples));
        Assert.HasCount(10_000, sound.Samples);
        for (var i = 0; i < 10_000; i++)
            Assert.AreEqual((0.75 + (((3 * i) + 2) / 60_000.0)) / 3, sound.Samples[i], 1e-6);
    }

    [TestMethod]
    public void What_is_wrong_with_a_file_is_said()
    {
        var whole = new WaveBytes().Of(Known);
        Says("it has no header of a WAV file", []);
        Says("it has no header of a WAV file", "This is a text, and no sound."u8.ToArray());
        Says("its end is missing: there are 53 of 56 bytes", whole[..^3]);
        Says("its end is missing: there are 30 of 56 bytes", whole[..30]);
        Says("it holds 0 samples", new WaveBytes().Of());
        Says("it says 0 samples a second; there can be 100 to 1000000", new WaveBytes { Rate = 0 }.Of(Known));
        Says("it says 2000000 samples a second", new WaveBytes { Rate = 2_000_000 }.Of(Known));
        Says("its header does not fit together: 0 channels", new WaveBytes { Channels = 0 }.Of(Known), "block align is 0");
        Says("its samples are coded as MuLaw", new WaveBytes { Format = WaveBytes.MuLaw, Bits = 8 }.Of(Known));
        Says("its sample 2 (counted from 0) is NaN", new WaveBytes { Format = WaveBytes.Float, Bits = 32 }.Of(0, 0, double.NaN));
        Says("its sample 1 (counted from 0) is Infinity",
            new WaveBytes { Format = WaveBytes.Float, Bits = 32, Channels = 2 }.Of(0, 0, double.PositiveInfinity, 0));
        Says("it ends in the middle of a sample", new WaveBytes { Bits = 8, Channels = 2 }.Of(0, 0.5, 0));
        Says("it is no WAV file that can be read", new WaveBytes { Bits = 12 }.Of(Known), "its header does not fit together");
        Says("it is no WAV file that can be read", [.. whole[..36], .. "rest"u8, .. whole[40..]]); // without data
    }

    [TestMethod]
    public void A_file_with_any_byte_changed_is_read_or_said_to_be_unreadable()
    {
        var whole = new WaveBytes { Before = "INFO" }.Of(Known);
        for (var place = 0; place < whole.Length; place++)
            foreach (var value in new byte[] { 0, 1, 0x7F, 0x80, 0xFF })
            {
                var damaged = (byte[])whole.Clone();
                damaged[place] = value;
                try
                {
                    Assert.IsNotEmpty(WaveSound.Read(damaged).Samples);
                }
                catch (InvalidDataException e)
                {
                    Assert.AreNotEqual("", e.Message);
                }
            }
    }

    private static void Says(string what, byte[] file, string? or = null)
    {
        var said = Assert.ThrowsExactly<InvalidDataException>(() => WaveSound.Read(file)).Message;
        Assert.IsTrue(new[] { what, or ?? what }.Any(part => said.Contains(part, StringComparison.Ordinal)), said);
    }
}
