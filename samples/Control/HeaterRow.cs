namespace DeepML.Samples;

/// <summary>A row of an experiment with the heater.</summary>
internal sealed class HeaterRow
{
    public double Time { get; set; } // seconds

    public double SetPoint { get; set; } // °C

    public double Output { get; set; } // percent

    public double Measured { get; set; } // °C
}
