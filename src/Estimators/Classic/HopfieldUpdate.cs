namespace DeepML;

/// <summary>In which order the units of a Hopfield memory turn.</summary>
public enum HopfieldUpdate
{
    /// <summary>One after the other, each seeing what those before it have become: the energy falls until nothing changes.</summary>
    OneByOne,

    /// <summary>All at once: fast, but two states may take turns for ever.</summary>
    Together,
}
