namespace DeepML.Networks;

/// <summary>What a part of a program may leave to oneDNN; each holds those before it.</summary>
internal enum OneDnnUse
{
    /// <summary>Nothing: fully connected layers in float32, whose products are MKL's.</summary>
    None,

    /// <summary>Convolutions, and all that is bfloat16.</summary>
    Convolutions,

    /// <summary>Recurrent layers too.</summary>
    Recurrence,
}
