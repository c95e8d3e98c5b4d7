namespace DeepML.Samples;

/// <summary>What a logger writes: one number of one metric of one pump, when it comes.</summary>
internal sealed class PlantReading
{
    public DateTime Time { get; set; }

    public string Pump { get; set; } = "";

    public string Metric { get; set; } = "";

    public float Value { get; set; }
}
