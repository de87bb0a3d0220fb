namespace MtlsAuth;

/// <summary>What came of changing a record.</summary>
public enum ClientRecordOutcome
{
    /// <summary>The record was changed. The default is another one, so that nothing is done by omission.</summary>
    Done = 1,

    /// <summary>There is a client with this id already.</summary>
    AlreadyExists,

    /// <summary>There is no such client.</summary>
    NotFound,

    /// <summary>Somebody else changed the client since.</summary>
    Conflict,
}
