namespace DeepML.Samples;

/// <summary>
/// A simulated heater of 0 to 100 %: the element warms a block, the block the air, the sensor sees the air, behind a duct; the room is at
/// 20 °C. Three lags and a dead time: more than any model in this sample has.
/// </summary>
/// <param name="seed">Of the sensor's noise.</param>
internal sealed class Heater(int seed)
{
    /// <summary>Seconds from one sample to the next.</summary>
    public const double Sample = 2;

    private const double Room = 20;
    private const double PerPercent = 1.6; // °C in the end
    private const double Noise = 0.15; // °C
    private const int Small = 20; // steps of the simulation in a sample
    private const int Duct = 24; // seconds

    private readonly Random _random = new(seed);
    private readonly Queue<double> _duct = new(Enumerable.Repeat(AtRest, (int)(Duct / Sample * Small)));
    private double _block = Temperature(AtRest) - Room;
    private double _air = Temperature(AtRest) - Room;
    private double _sensor = Temperature(AtRest) - Room;

    /// <summary>Power at which a run begins, in percent.</summary>
    public const double AtRest = 25;

    /// <summary>Share of the heat that an open door lets out.</summary>
    public double Door { get; set; }

    /// <summary>The temperature in the end, in °C.</summary>
    public static double Temperature(double power) => Room + (PerPercent * power);

    /// <summary>What the sensor says, in °C.</summary>
    public double Measure() =>
        Room + _sensor + (Noise * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));

    /// <summary>Lets a sample pass.</summary>
    /// <param name="power">In percent.</param>
    public void Advance(double power)
    {
        for (var i = 0; i < Small; i++)
        {
            _duct.Enqueue(Math.Clamp(power, 0, 100));
            _block += Sample / Small * ((PerPercent * (1 - Door) * _duct.Dequeue()) - _block) / 150;
            _air += Sample / Small * (_block - _air) / 40;
            _sensor += Sample / Small * (_air - _sensor) / 8;
        }
    }
}
