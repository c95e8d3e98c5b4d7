namespace DeepML.Samples;

/// <summary>A quarter of an hour of a pump, as the chain gives it.</summary>
internal sealed class WatchedStep
{
    public DateTime Time { get; set; }

    public string Pump { get; set; } = "";

    public float[] Sensors { get; set; } = [];

    public bool PredictedLabel { get; set; }

    public float Score { get; set; }

    public float[] SensorScores { get; set; } = [];
}
