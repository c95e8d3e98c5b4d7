namespace DeepML;

/// <summary>What is done with a network's last sum before it is a number that is predicted.</summary>
public enum NumberFunction
{
    /// <summary>Nothing: numbers of any size.</summary>
    Identity,

    /// <summary>1 / (1 + e^-x): numbers between 0 and 1.</summary>
    Sigmoid,

    /// <summary>tanh x: numbers between -1 and 1.</summary>
    Tanh,

    /// <summary>e^x: numbers above 0.</summary>
    Exponential,
}
